import { z } from 'zod';
import { kindOf, type FieldKind } from './fields.js';
import { orderSchema } from './order.js';

type Step = string | number;

/** What a dotted path of the canonical order (`lines.item.name`, `notes.0.text`) leads to. */
export interface OrderField {
  readonly kind: FieldKind;
  /** True below `lines`: one value per line instead of one per order. */
  readonly isOfLine: boolean;
  /** The path inside the order, or inside the line. */
  readonly path: readonly Step[];
}

/** The field at a path, or undefined where the order has none. Below other lists the path gives the position. */
export function orderField(dotted: string): OrderField | undefined {
  const steps = dotted.split('.').map((step): Step => (/^\d{1,3}$/.test(step) ? Number(step) : step));
  const isOfLine = steps[0] === 'lines';
  const path = isOfLine ? steps.slice(1) : steps;
  const start = isOfLine ? lineSchema() : orderSchema;
  if (path.length === 0) return undefined;
  const leaf = path.reduce<z.core.$ZodType | undefined>(descend, start);
  const kind = leaf && kindOf(unwrapped(leaf));
  return kind ? { kind, isOfLine, path } : undefined;
}

function lineSchema(): z.core.$ZodType {
  return orderSchema.shape.lines.element;
}

function descend(schema: z.core.$ZodType | undefined, step: Step): z.core.$ZodType | undefined {
  const inner = schema && unwrapped(schema);
  if (inner instanceof z.ZodArray && typeof step === 'number') return inner.element;
  if (inner instanceof z.ZodObject && typeof step === 'string') {
    const shape = inner.shape as Record<string, z.core.$ZodType>;
    return Object.hasOwn(shape, step) ? shape[step] : undefined;
  }
  return undefined;
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? unwrapped(schema.def.innerType) : schema;
}

import { z } from 'zod';
import { fieldKinds } from './fields.js';
import { ORDER_DESCRIPTIONS } from './order-descriptions.table.js';
import { orderSchema } from './order.js';

interface SchemaNode {
  type?: string;
  description?: string;
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  required?: string[];
}

/**
 * JSON Schema (2020-12) of a zod schema as a sender sees it: defaults are optional, decimals are text or number.
 * @param schema made of the leaves of this library.
 */
export function jsonSchemaOf(schema: z.ZodType, id: string, title: string): Record<string, unknown> {
  const generated = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: (context) => {
      const shown = fieldKinds.get(context.zodSchema)?.jsonSchema;
      if (shown) Object.assign(context.jsonSchema, shown);
    },
  });
  const { $schema, ...rest } = generated as Record<string, unknown>;
  return { $schema, $id: id, title, ...rest };
}

/** The content of `schemas/order.schema.json`. */
export function orderJsonSchema(): Record<string, unknown> {
  const schema = jsonSchemaOf(orderSchema, 'https://example.com/facteur/schemas/order.schema.json', 'Facteur order');
  for (const leaf of leavesOf(schema, '')) leaf.node.description = orderDescription(leaf.path);
  return schema;
}

/** A field of the canonical order as the documentation lists it. */
export interface DocumentedField {
  /** Dotted, lists as `lines[]`. */
  readonly path: string;
  /** True when an order, or the group that holds the field, must have it. */
  readonly isRequired: boolean;
  readonly description: string;
}

/** Every field of the canonical order in the order of the schema. */
export function documentedFields(): DocumentedField[] {
  return leavesOf(orderJsonSchema(), '').map(({ path, isRequired }) => ({
    path,
    isRequired,
    description: orderDescription(path),
  }));
}

/** The description of a field: that of the longest key that its path ends with; empty when none fits. */
export function orderDescription(path: string): string {
  const steps = path.split('.');
  for (let from = 0; from < steps.length; from += 1) {
    const key = steps.slice(from).join('.');
    if (Object.hasOwn(ORDER_DESCRIPTIONS, key)) return ORDER_DESCRIPTIONS[key] as string;
  }
  return '';
}

function leavesOf(
  node: SchemaNode,
  path: string,
  isRequired = true,
): { path: string; node: SchemaNode; isRequired: boolean }[] {
  if (node.items && (node.items.properties ?? node.items.items)) return leavesOf(node.items, `${path}[]`, isRequired);
  if (!node.properties) return [{ path, node, isRequired }];
  return Object.entries(node.properties).flatMap(([name, inner]) =>
    leavesOf(inner, path === '' ? name : `${path}.${name}`, node.required?.includes(name) ?? false),
  );
}

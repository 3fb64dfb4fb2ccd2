import { z } from 'zod';
import { fieldKinds } from './fields.js';
import { orderSchema } from './order.js';

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
  return jsonSchemaOf(orderSchema, 'https://example.com/facteur/schemas/order.schema.json', 'Facteur order');
}

// Writes schemas/invoice.schema.json from the term catalogue. Run after a build: node libs/invoice/generate/invoice-schema.mjs
import { writeFileSync } from 'node:fs';
import { invoiceJsonSchema } from '../../../dist/libs/invoice/src/index.js';

const text = `${JSON.stringify(invoiceJsonSchema(), null, 2)}\n`;
writeFileSync(new URL('../../../schemas/invoice.schema.json', import.meta.url), text);

import { z } from 'zod';
import { ENCODINGS } from './decode.js';
import { orderField } from './order-field.js';

export const DATE_FORMATS = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'YYYYMMDD',
  'DD/MM/YYYY',
  'DD.MM.YYYY',
  'DD-MM-YYYY',
  'MM/DD/YYYY',
] as const;

const field = z.string().refine((path) => orderField(path) !== undefined, { params: { expects: 'order-field' } });

/**
 * How the columns of an ERP's CSV export become orders: data, kept as YAML in `config/orders-csv`. Each row is one line of an
 * order; rows with the same values in `groupBy` are one order.
 */
export const csvMappingSchema = z
  .strictObject({
    mappingId: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(60),
    delimiter: z.enum([',', ';', '\t', '|']).default(';'),
    encoding: z.enum(ENCODINGS).default('utf-8'),
    /** Mark before the decimals. */
    decimalMark: z.enum(['.', ',']).default('.'),
    /** Mark between groups of three digits; a blank also stands for the no-break blanks that spreadsheets write. */
    groupingMark: z.enum(['', ' ', '.', ',', "'"]).default(''),
    dateFormat: z.enum(DATE_FORMATS).default('YYYY-MM-DD'),
    /** Rows before the data; the last of them names the columns. 0: columns are known by position. */
    headerRows: z.int().min(0).max(20).default(1),
    columns: z
      .array(
        z.strictObject({
          /** Name in the header row, or position from 1. */
          column: z.union([z.string().min(1).max(200), z.int().min(1).max(500)]),
          /** Field of the canonical order, dotted: `number`, `lines.quantity`, `references.purchaseOrder`. */
          to: field,
          /** Values of the ERP and what they stand for, e.g. `{ PCE: C62 }`. */
          values: z.record(z.string(), z.string()).optional(),
        }),
      )
      .min(1)
      .max(200),
    /** Values that every order of the file has. */
    constants: z.record(field, z.string()).default({}),
    /** Columns that are left unread on purpose; any other unmapped column is a problem. */
    ignoredColumns: z.array(z.string()).max(500).default([]),
    /** Fields whose values together tell one order from the next. */
    groupBy: z.array(field).min(1).default(['number']),
  })
  .refine((mapping) => mapping.decimalMark !== mapping.groupingMark, { params: { expects: 'marks-differ' } })
  .refine(
    (mapping) => {
      const mapped = new Set(mapping.columns.map((one) => one.to));
      return mapping.groupBy.every((path) => mapped.has(path) && orderField(path)?.isOfLine === false);
    },
    { path: ['groupBy'], params: { expects: 'group-mapped' } },
  );

export type CsvMapping = z.output<typeof csvMappingSchema>;
export type DateFormat = (typeof DATE_FORMATS)[number];

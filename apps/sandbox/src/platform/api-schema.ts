import { z } from 'zod';

/**
 * What the platform takes, by the schemas of AFNOR XP Z12-013 annexes A (Flow Service) and B (Directory Service), version 1.3.0.
 * Unknown members are turned away, so that a client's slip shows here and not at a real platform.
 */
const RULES = 'B2B B2BInt B2C B2G B2GInt OutOfScope B2GOutOfScope ArchiveOnly NotApplicable Undefined'.split(' ');
const SYNTAXES = ['CII', 'UBL', 'Factur-X', 'CDAR', 'FRR'] as const;
const PROFILES = ['Basic', 'CIUS', 'Extended-CTC-FR', 'Undefined'] as const;
const TYPES = [
  ...['CustomerInvoice', 'SupplierInvoice', 'CustomerInvoiceLC', 'SupplierInvoiceLC'],
  ...['StateCustomerInvoiceLC', 'StateSupplierInvoiceLC', 'StateCustomerInvoice', 'StateSupplierInvoice'],
  ...['AggregatedCustomerTransactionReport', 'UnitaryCustomerTransactionReport', 'AggregatedCustomerPaymentReport'],
  ...['UnitaryCustomerPaymentReport', 'UnitarySupplierTransactionReport', 'MultiFlowReport'],
  ...['StateTransactionReport', 'StateTransactionReportLC', 'StatePaymentReport', 'StatePaymentReportLC', 'Undefined'],
] as const;

const trackingId = z.string().max(64);
const instant = z.iso.datetime({ offset: true });

export const flowInfoSchema = z.strictObject({
  flowSyntax: z.enum(SYNTAXES),
  name: z.string().max(255),
  trackingId: trackingId.optional(),
  processingRule: z.enum(RULES).optional(),
  flowProfile: z.enum(PROFILES).optional(),
  sha256: z
    .string()
    .regex(/^[a-f0-9]{64}$/)
    .optional(),
});
export type FlowInfo = z.output<typeof flowInfoSchema>;

export const flowSearchSchema = z.strictObject({
  limit: z.int().min(1).max(100).default(25),
  cursor: z.string().optional(),
  where: z
    .strictObject({
      updatedAfter: instant.optional(),
      updatedBefore: instant.optional(),
      processingRule: z.array(z.enum(RULES)).optional(),
      flowType: z.array(z.enum(TYPES)).optional(),
      flowDirection: z.array(z.enum(['In', 'Out'])).optional(),
      trackingId: trackingId.optional(),
      ackStatus: z.enum(['Pending', 'Ok', 'Error']).optional(),
    })
    .refine((where) => Object.keys(where).length > 0, 'at least one criterion'),
});
export type FlowSearch = z.output<typeof flowSearchSchema>;

export const webhookSchema = z.strictObject({
  callbackUrl: z.url(),
  flowTypes: z.array(z.enum(TYPES)).optional(),
  flowDirection: z.enum(['In', 'Out']).optional(),
  ackStatus: z.enum(['Pending', 'Ok', 'Error']).optional(),
});

const filter = (ops: readonly [string, ...string[]], value: z.ZodType) =>
  z.strictObject({ op: z.enum(ops), value }).optional();
const LINE_FIELDS = ['addressingIdentifier', 'siren', 'siret', 'routingIdentifier', 'addressingSuffix'] as const;

export const lineSearchSchema = z.strictObject({
  filters: z
    .strictObject({
      addressingIdentifier: filter(['contains', 'strict'], z.string().min(1).max(125)),
      siren: filter(['strict'], z.string().regex(/^\d{0,9}$/)),
      siret: filter(['strict'], z.string().regex(/^\d{0,14}$/)),
      routingIdentifier: filter(['contains', 'strict'], z.string().max(100)),
      addressingSuffix: filter(['contains', 'strict'], z.string().max(100)),
    })
    .optional(),
  sorting: z
    .array(z.strictObject({ field: z.enum(LINE_FIELDS), order: z.enum(['ascending', 'descending']) }))
    .optional(),
  fields: z.array(z.enum(LINE_FIELDS)).optional(),
  include: z.array(z.enum(['siren', 'siret', 'routingCode'])).optional(),
  limit: z.int().min(1).max(100).optional(),
  ignore: z.int().min(0).default(0),
});

import { z } from 'zod';
import type { ExtractedInvoice, HybridError, InvoiceFacts } from '#facturx';
import type { DocumentInspection } from '#flows';

const bilingual = z.object({ en: z.string(), fr: z.string() });

const factsView = z.object({
  syntax: z.string().meta({ description: '`cii`, `zugferd-1` or `ubl`' }),
  specification: z.string().optional().meta({ description: 'BT-24' }),
  profile: z.string().optional(),
  number: z.string().optional(),
  issueDate: z.string().optional(),
  typeCode: z.string().optional(),
  currency: z.string().optional(),
  totalWithVat: z.string().optional(),
  amountDue: z.string().optional(),
  sellerName: z.string().optional(),
  buyerName: z.string().optional(),
});

export const inspectionView = z.object({
  pages: z.number().int(),
  pdfa: z.string().optional().meta({ description: 'e.g. `PDF/A-3B`' }),
  sound: z.boolean().meta({ description: 'Whether the container meets every demand' }),
  files: z.array(
    z.object({ fileName: z.string(), mimeType: z.string().optional(), relationship: z.string().optional() }),
  ),
  checks: z.array(
    z.object({
      id: z.string(),
      passed: z.boolean(),
      level: z.string(),
      source: z.string(),
      demand: bilingual,
      found: z.array(z.string()),
    }),
  ),
  invoice: factsView.optional().meta({ description: 'What the XML inside says; absent where `fault` says why' }),
  fault: z.object({ code: z.string(), message: bilingual }).optional(),
  comparison: z
    .object({
      same: z.boolean(),
      readable: z.boolean(),
      terms: z.array(z.object({ term: z.string(), name: bilingual, value: z.string(), printed: z.boolean() })),
    })
    .optional(),
});

const fileView = z.object({
  fileName: z.string().meta({ description: 'As the PDF says; never use it as a path' }),
  mimeType: z.string().optional(),
  description: z.string().optional(),
  relationship: z.string().optional(),
  content: z.string().meta({ description: 'base64' }),
});

export const extractionView = z.object({ invoice: factsView, xml: fileView, attachments: z.array(fileView) });

export function viewOfInspection({ inspection, comparison }: DocumentInspection): z.output<typeof inspectionView> {
  const { pages, pdfa, sound, files, checks, invoice } = inspection;
  const container = { pages, pdfa, sound, files: [...files] };
  const content = invoice.ok ? { invoice: viewOfFacts(invoice.value.facts) } : { fault: viewOfFault(invoice.error) };
  const compared = comparison && { ...comparison, terms: [...comparison.terms] };
  const told = checks.map((check) => ({ ...check, found: [...check.found] }));
  return { ...container, checks: told, ...content, comparison: compared };
}

export function viewOfExtraction({ xml, fileName, relationship, facts, attachments }: ExtractedInvoice) {
  return {
    invoice: viewOfFacts(facts),
    xml: { fileName, mimeType: 'application/xml', relationship, content: base64(xml) },
    attachments: attachments.map(({ content, ...file }) => ({ ...file, content: base64(content) })),
  } satisfies z.output<typeof extractionView>;
}

function viewOfFacts(facts: InvoiceFacts): z.output<typeof factsView> {
  const { syntax, specification, profile, number, issueDate, typeCode, currency, sellerName, buyerName } = facts;
  const amounts = { totalWithVat: facts.totalWithVat?.toString(), amountDue: facts.amountDue?.toString() };
  const names = { sellerName, buyerName };
  return { syntax, specification, profile, number, issueDate, typeCode, currency, ...amounts, ...names };
}

function viewOfFault({ code, message }: HybridError) {
  return { code, message };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

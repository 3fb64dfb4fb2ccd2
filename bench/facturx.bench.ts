/**
 * A complete Factur-X from the model (page, fonts, XMP, output intent, XML); pages growing with the lines; memory over many
 * documents; reading back.
 */
import { composeFacturX, readBack } from '#facturx';
import { sha256 } from '#kernel';
import { writeInvoice } from '#syntax';
import { manyLines, STANDARD } from '../test/golden/facturx/invoices.js';

const REPEATS = 5;
const createdAt = new Date('2026-11-24T10:00:00Z');
// Without delivery address and references the invoice stands on one page.
const { delivery: _delivery, ...rest } = STANDARD;
const onePage = { ...rest, allowances: [], charges: [] };

/** Median of the repeats, in milliseconds a call. */
async function measure(name: string, calls: number, work: () => unknown): Promise<number> {
  for (let warm = 0; warm < Math.min(calls, 200); warm += 1) await work();
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const start = performance.now();
    for (let call = 0; call < calls; call += 1) await work();
    times.push((performance.now() - start) / calls);
  }
  const sorted = times.sort((left, right) => left - right);
  const median = sorted[REPEATS >> 1] as number;
  console.log(
    `${name}: ${median.toFixed(3)} ms (${(sorted[0] as number).toFixed(3)}–${(sorted[REPEATS - 1] as number).toFixed(3)})`,
  );
  return median;
}

const { bytes: xml } = writeInvoice(onePage, { syntax: 'cii', profile: 'EN16931' });
const compose = (): Uint8Array =>
  composeFacturX({ invoice: onePage, xml, profile: 'EN16931', language: 'fr', createdAt });
await measure('Factur-X from the model, one page', 300, compose);
const pdf = compose();
const expected = {
  xmlSha256: sha256(xml),
  number: onePage.number,
  issueDate: onePage.issueDate,
  amountDue: onePage.totals.amountDue,
};
await measure('read back and compared', 300, () => readBack(pdf, expected));
for (const lines of [100, 500, 2000]) {
  const invoice = manyLines(lines);
  const time = await measure(`${lines} lines`, 5, () =>
    composeFacturX({ invoice, xml, profile: 'EN16931', language: 'fr', createdAt }),
  );
  console.log(`  ${((time * 1000) / lines).toFixed(1)} µs a line`);
}
globalThis.gc?.();
const before = process.memoryUsage().rss;
for (let index = 0; index < Number(process.env['BENCH_DOCUMENTS'] ?? 10_000); index += 1) compose();
globalThis.gc?.();
console.log(`memory over 10,000 documents: ${((process.memoryUsage().rss - before) / 1e6).toFixed(1)} MB more`);

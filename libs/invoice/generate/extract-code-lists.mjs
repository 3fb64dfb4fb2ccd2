// Reads the code values out of the CEN validation artefacts and writes schemas/codelists/*.json.
// usage: node libs/invoice/generate/extract-code-lists.mjs FOLDER VERSION, where FOLDER is a checkout of
// ConnectingEurope/eInvoicing-EN16931. Run code-lists.mjs afterwards.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Our id, what it is, the rule that lists its values, in which syntax's file, which of the rule's lists. */
const LISTS = [
  ['iso4217', 'ISO 4217 alpha-3 currency codes', 'ubl', 'BR-CL-04', 0],
  ['iso3166', 'ISO 3166-1 alpha-2 country codes with 1A and XI, as the UBL rules list them', 'ubl', 'BR-CL-14', 0],
  ['iso3166-cii', 'ISO 3166-1 alpha-2 country codes with 1A and XI, as the CII rules list them', 'cii', 'BR-CL-14', 0],
  ['untdid1001', 'UNTDID 1001 document type codes, invoices and credit notes together', 'cii', 'BR-CL-01', 0],
  ['untdid1001-invoice', 'UNTDID 1001 document type codes of invoices', 'ubl', 'BR-CL-01', 0],
  ['untdid1001-credit-note', 'UNTDID 1001 document type codes of credit notes', 'ubl', 'BR-CL-01', 1],
  ['untdid1153', 'UNTDID 1153 reference qualifiers: schemes of invoiced objects', 'ubl', 'BR-CL-07', 0],
  ['untdid2005', 'UNTDID 2005 date qualifiers for the VAT point', 'ubl', 'BR-CL-06', 0],
  ['untdid2475', 'UNTDID 2475 event codes for the VAT point, used by CII', 'cii', 'BR-CL-06', 0],
  ['untdid4451', 'UNTDID 4451 text subject codes', 'cii', 'BR-CL-08', 0],
  ['untdid4461', 'UNTDID 4461 payment means codes', 'ubl', 'BR-CL-16', 0],
  ['untdid5189', 'UNTDID 5189 allowance reason codes', 'ubl', 'BR-CL-19', 0],
  ['untdid5305', 'UNTDID 5305 VAT category codes', 'ubl', 'BR-CL-17', 0],
  ['untdid7143', 'UNTDID 7143 item classification schemes', 'ubl', 'BR-CL-13', 0],
  ['untdid7161', 'UNTDID 7161 charge reason codes', 'ubl', 'BR-CL-20', 0],
  ['iso6523', 'ISO 6523 ICD identifier schemes', 'ubl', 'BR-CL-11', 0],
  ['eas', 'CEF electronic address schemes', 'ubl', 'BR-CL-25', 0],
  ['vatex', 'CEF VAT exemption reason codes', 'ubl', 'BR-CL-22', 0],
  ['rec20-21', 'UN/ECE Recommendations 20 and 21: units of measure and packages', 'ubl', 'BR-CL-23', 0],
  ['mime', 'MIME types of attached documents', 'ubl', 'BR-CL-24', 0],
];
const FILES = {
  ubl: 'ubl/schematron/codelist/EN16931-UBL-codes.sch',
  cii: 'cii/schematron/codelist/EN16931-CII-codes.sch',
};

const [folder, version] = process.argv.slice(2);
if (!folder || !version) throw new Error('usage: extract-code-lists.mjs FOLDER VERSION');
const out = new URL('../../../schemas/codelists/', import.meta.url);
mkdirSync(out, { recursive: true });
const texts = Object.fromEntries(
  Object.entries(FILES).map(([key, path]) => [key, readFileSync(join(folder, path), 'utf8')]),
);

for (const [id, title, syntax, rule, index] of LISTS) {
  const assert = [...texts[syntax].matchAll(/<assert(.*?)<\/assert>/gs)].find((match) =>
    match[1].includes(`id="${rule}"`),
  );
  if (!assert) throw new Error(`${rule} is not in ${FILES[syntax]}`);
  const test = /test="([^"]*)"/s.exec(assert[1])[1];
  const codes =
    id === 'mime'
      ? [...test.matchAll(/'([a-z]+\/[^']+)'/g)].map((match) => match[1])
      : [...test.matchAll(/'\s([^']*?)\s'/g)]
          .map((match) => match[1].trim().split(/\s+/))
          .filter((list) => list[0] !== '')[index];
  if (!codes || codes.length < 3) throw new Error(`${id}: found ${codes?.length} codes`);
  const source = `CEN/TC 434 EN 16931 validation artefacts ${version}, ${rule} (${syntax.toUpperCase()})`;
  writeFileSync(new URL(`${id}.json`, out), `${JSON.stringify({ id, title, version, source, codes }, null, 2)}\n`);
  console.log(id, codes.length);
}

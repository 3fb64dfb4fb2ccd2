import type { Inspection, PageComparison } from '#facturx';
import type { WrittenFile } from './extract-to.js';

export interface InspectedFile {
  readonly file: string;
  readonly inspection: Inspection;
  readonly comparison?: PageComparison;
  readonly written: readonly WrittenFile[];
}

type Language = 'en' | 'fr';

/** Control characters of a PDF must not steer the terminal. */
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');

export function inspectionText(report: InspectedFile, lang: Language): string {
  const { inspection, comparison } = report;
  const say = (en: string, fr: string): string => (lang === 'fr' ? fr : en);
  const lines = [
    `${plain(report.file)}: ${inspection.pdfa ?? say('no PDF/A', 'pas de PDF/A')}, ${inspection.pages} ${say('page(s)', 'page(s)')}`,
  ];
  for (const file of inspection.files) {
    lines.push(`  ${plain(file.fileName)}  ${plain(file.mimeType ?? '?')}  ${plain(file.relationship ?? '?')}`);
  }
  if (inspection.invoice.ok) {
    const { facts } = inspection.invoice.value;
    const profile = facts.profile ?? facts.specification ?? '?';
    lines.push(
      `  ${say('invoice', 'facture')} ${plain(facts.number ?? '?')}, ${facts.issueDate ?? '?'}, ${facts.amountDue?.toString() ?? '?'} ${plain(facts.currency ?? '')}, ${plain(profile)}`,
    );
  } else {
    lines.push(`  ${inspection.invoice.error.message[lang]} [${inspection.invoice.error.code}]`);
  }
  for (const check of inspection.checks) {
    const mark = check.passed ? 'ok  ' : check.level === 'error' ? 'FAIL' : 'warn';
    const found = check.found.length === 0 ? '' : `: ${check.found.map(plain).join('; ')}`;
    lines.push(`  ${mark}  ${check.demand[lang]}${check.passed ? '' : ` (${check.source})`}${found}`);
  }
  for (const term of comparison?.terms ?? []) {
    lines.push(
      `  ${term.printed ? 'ok  ' : 'FAIL'}  ${term.term} ${term.name[lang]} ${say('on the page', 'sur la page')}: ${plain(term.value)}`,
    );
  }
  if (comparison && !comparison.readable)
    lines.push(`  FAIL  ${say('The page has no text that can be read', 'La page n’a pas de texte lisible')}`);
  for (const file of report.written) lines.push(`  → ${file.path} (${plain(file.nameInPdf)})`);
  return `${lines.join('\n')}\n`;
}

export function inspectionJson({ file, inspection, comparison, written }: InspectedFile): string {
  const { invoice, ...container } = inspection;
  const content = invoice.ok
    ? { fileName: invoice.value.fileName, relationship: invoice.value.relationship, ...invoice.value.facts }
    : { error: invoice.error };
  return `${JSON.stringify({ readable: true, file, ...container, invoice: content, comparison, written }, null, 2)}\n`;
}

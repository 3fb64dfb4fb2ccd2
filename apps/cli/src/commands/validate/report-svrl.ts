import { escapeAttribute, escapeText } from '#xml';
import type { Outcome, ReportedFinding } from './entry.js';
import type { Report } from './report.js';

const SVRL = 'http://purl.oclc.org/dsdl/svrl';

/** Schematron Validation Report Language (ISO/IEC 19757-3, annex D); several documents stand in one `reports` element. */
export function svrlReport(several: boolean): Report {
  return {
    begin: () => `<?xml version="1.0" encoding="UTF-8"?>\n${several ? '<reports>\n' : ''}`,
    entry: (outcome) => output(outcome),
    end: () => (several ? '</reports>\n' : ''),
  };
}

function output({ entry }: Outcome): string {
  const packs = entry.packs.map(({ id, version }) => `${id} ${version}`).join(', ');
  const patterns = entry.packs.map(
    ({ id, version }) =>
      `  <svrl:active-pattern id="${escapeAttribute(id)}" name="${escapeAttribute(`${id} ${version}`)}" document="${escapeAttribute(entry.file)}"/>\n`,
  );
  return (
    `<svrl:schematron-output xmlns:svrl="${SVRL}" title="${escapeAttribute(`${entry.file} (${packs})`)}">\n` +
    `${patterns.join('') || NO_PATTERN}${entry.findings.map(failed).join('')}</svrl:schematron-output>\n`
  );
}

/** SVRL wants a pattern, also for a file that no rule was asked of. */
const NO_PATTERN = '  <svrl:active-pattern id="structure" name="structure"/>\n';

/** An assertion stands under the rule that was asked: in SVRL a `fired-rule` comes before it. */
function failed({ rule, severity, location, message, remedy, value, terms }: ReportedFinding): string {
  const attributes = `id="${escapeAttribute(rule)}" flag="${severity}" location="${escapeAttribute(location)}" test="${escapeAttribute(terms.join(' '))}"`;
  const seen = value === '' ? '' : ` [${value}]`;
  return `  <svrl:fired-rule context="${escapeAttribute(location || '/')}"/>\n  <svrl:failed-assert ${attributes}>\n    <svrl:text>${escapeText(`${message}${seen} ${remedy}`)}</svrl:text>\n  </svrl:failed-assert>\n`;
}

/** Every kind of file that is recognised, also those that are then refused by name. */
export type DetectedFormat =
  | 'camt'
  | 'mt'
  | 'cfonb120'
  | 'cfonb240'
  | 'bai2'
  | 'ofx'
  | 'qif'
  | 'csv'
  | 'edifact-remadv'
  | 'ubl-remittance-advice'
  | 'other-xml'
  | 'other-edi'
  | 'archive'
  | 'unknown';

const HEAD = 4_000;

/** Zip and gzip by their first bytes, before any text is made of them. */
export function isArchive(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0x1f && bytes[1] === 0x8b);
}

/** What a text is by its own marks; a file name decides nothing, since banks and people rename files. */
export function detectFormat(text: string): DetectedFormat {
  const head = text.slice(0, HEAD).trimStart();
  if (/^OFXHEADER\s*:/i.test(head) || /<\?OFX\b/i.test(head) || /^<OFX>/i.test(head)) return 'ofx';
  if (head.startsWith('<')) return xmlKind(head, text);
  if (/^(UNA.{6}\s*)?UN[BHG][+:]/s.test(head) || head.startsWith('UNA'))
    return /UNH[^']{1,30}REMADV/.test(text.slice(0, 20_000)) ? 'edifact-remadv' : 'other-edi';
  if (/^ISA[^A-Za-z0-9]/.test(head)) return 'other-edi';
  if (/^!Type:|^!Account|^!Option/i.test(head)) return 'qif';
  if (/^0?1,[^\n]{0,200}\//.test(head) && /(^|[\n\r/])\s*02,/.test(head)) return 'bai2';
  if (/(^|[\n\r])\s*:(20|25|28C?|60[FM]|61|62[FM]|86|64|65|34F|13D):/.test(head) || /\{1:F01/.test(head)) return 'mt';
  if (/^(01|04|05|07)[0-9A-Z ]{5}/.test(head) && isFixedWidth(text, 120)) return 'cfonb120';
  if (/^3[1249][0-9]{2}/.test(head) && isFixedWidth(text, 240)) return 'cfonb240';
  return looksLikeCsv(head) ? 'csv' : 'unknown';
}

function xmlKind(head: string, text: string): DetectedFormat {
  const searched = head + text.slice(HEAD, 20_000);
  if (/BkToCstmr(Stmt|AcctRpt|DbtCdtNtfctn)|camt\.05[234]\.\d{3}/.test(searched)) return 'camt';
  return /<(?:[A-Za-z0-9_]{1,30}:)?RemittanceAdvice[\s>]/.test(searched) ? 'ubl-remittance-advice' : 'other-xml';
}

/** Records of one width, by line or, in files without line ends, by the total length. */
function isFixedWidth(text: string, width: number): boolean {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  if (lines.length === 1) return (lines[0]?.trimEnd().length ?? 0) > 2;
  return lines.filter((line) => line.trimEnd().length <= width + 2).length * 2 > lines.length;
}

function looksLikeCsv(head: string): boolean {
  const lines = head.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const first = lines[0] ?? '';
  return [';', ',', '\t', '|'].some((mark) => first.split(mark).length > 1);
}

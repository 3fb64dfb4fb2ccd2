import { readXml, type XmlDocument, type XmlFault, type XmlLimits } from '#xml';
import { profileOf } from '#syntax';
import { identify } from './engine/identify.js';
import type { RuleSyntax } from './engine/rule.js';
import type { Finding, Verdict } from './finding.js';
import { judge, type JudgeOptions } from './judge.js';
import { structureFindings } from './structure.js';

export interface JudgeBytesOptions extends JudgeOptions {
  /** Bounds for reading; those of `readXml` when missing. */
  readonly limits?: Partial<XmlLimits>;
}

/** A verdict about bytes from outside, with what the document says it is. */
export interface JudgedDocument extends Verdict {
  /** False when the bytes are not XML that may be read; the one finding then has a rule id `XML.…`. */
  readonly readable: boolean;
  /** Undefined for an unknown root element. */
  readonly syntax: RuleSyntax | undefined;
  /** Factur-X profile that BT-24 names, otherwise BT-24 itself; empty when missing. */
  readonly profile: string;
}

/**
 * Reads, checks the structure (rule ids `STRUCT-…`, all fatal) and judges by rules, each as far as it can: a structure
 * fault does not keep the rules from judging what is there. Never throws for what the bytes hold.
 * @throws FacteurError `RULES.UNKNOWN_PACK` (category input) for a pack name that does not exist.
 */
export function judgeBytes(bytes: Uint8Array, options: JudgeBytesOptions): JudgedDocument {
  const read = readXml(bytes, options.limits);
  if (!read.ok) return unreadable(read.error);
  return judgeDocument(read.value, options);
}

/** As `judgeBytes`, for a document that is already read. */
export function judgeDocument(document: XmlDocument, options: JudgeOptions): JudgedDocument {
  const ids = identify(document);
  const verdict = judge(document, options);
  const structure = ids === undefined ? [] : structureFindings(document);
  const specification = ids?.specification ?? '';
  return {
    packs: verdict.packs,
    valid: verdict.valid && structure.length === 0,
    findings: inOrder([...structure, ...verdict.findings]),
    readable: true,
    syntax: ids?.syntax,
    profile: profileOf(specification)?.id ?? specification,
  };
}

function inOrder(findings: Finding[]): Finding[] {
  return findings.sort((left, right) => left.line - right.line || left.column - right.column);
}

function unreadable(fault: XmlFault): JudgedDocument {
  const { code, message, remedy, position, value = '' } = fault;
  const { line, column } = position ?? { line: 0, column: 0 };
  const finding: Finding = {
    rule: code,
    severity: 'fatal',
    terms: [],
    location: '',
    line,
    column,
    value,
    message,
    remedy,
    pack: '',
  };
  return { packs: [], valid: false, findings: [finding], readable: false, syntax: undefined, profile: '' };
}

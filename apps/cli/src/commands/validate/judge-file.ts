import { readFileSync, statSync } from 'node:fs';
import { judgeBytes, type Finding, type JudgedDocument } from '#rules';
import { DEFAULT_XML_LIMITS } from '#xml';
import type { JudgeRequest, Outcome, ReportedFinding } from './entry.js';
import { isPdf, xmlOfPdf } from './pdf.js';
import { FILE_MISSING, FILE_TOO_LARGE, FILE_UNREADABLE, type Unreadable } from './unreadable.table.js';

/** A PDF may be larger than its XML; this bounds what is read into memory. */
const MAX_FILE_BYTES = 2 * DEFAULT_XML_LIMITS.maxBytes;

/**
 * Judges the file at a path. Never rejects: what cannot be read is an outcome too. The file is read at once: there is nothing
 * to do meanwhile, and four turns of the event loop cost more than judging a small invoice.
 */
export async function judgeFile(path: string, request: JudgeRequest): Promise<Outcome> {
  let bytes: Uint8Array;
  try {
    const { size } = statSync(path);
    if (size > MAX_FILE_BYTES) return unread(path, FILE_TOO_LARGE, request);
    bytes = readFileSync(path);
  } catch (thrown) {
    const missing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
    return unread(path, missing ? FILE_MISSING : FILE_UNREADABLE, request);
  }
  return judgeContent(path, bytes, request);
}

/** Judges bytes that came from `name`; a PDF is opened and its XML judged. */
export async function judgeContent(name: string, bytes: Uint8Array, request: JudgeRequest): Promise<Outcome> {
  if (!isPdf(bytes)) return judged(name, judgeBytes(bytes, request), request);
  const xml = await xmlOfPdf(bytes);
  if (!xml.ok) return unread(name, xml.error, request);
  return judged(name, judgeBytes(xml.value, request), request);
}

function judged(file: string, document: JudgedDocument, { language }: JudgeRequest): Outcome {
  const { syntax = '', profile, packs, valid, findings, readable } = document;
  return {
    entry: { file, syntax, profile, packs, valid, findings: findings.map((each) => reported(each, language)) },
    readable,
  };
}

function reported(finding: Finding, language: JudgeRequest['language']): ReportedFinding {
  const { rule, severity, terms, location, line, value, message, remedy } = finding;
  return { rule, severity, terms, location, line, value, message: message[language], remedy: remedy[language] };
}

/** What comes by a stream is taken into memory up to the same bound; beyond it the rest is left where it is. */
export async function judgeStream(
  name: string,
  stream: AsyncIterable<Buffer>,
  request: JudgeRequest,
): Promise<Outcome> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > MAX_FILE_BYTES) return unread(name, FILE_TOO_LARGE, request);
    chunks.push(chunk);
  }
  return judgeContent(name, Buffer.concat(chunks), request);
}

function unread(file: string, { rule, message, remedy }: Unreadable, { language }: JudgeRequest): Outcome {
  const finding: ReportedFinding = {
    rule,
    severity: 'fatal',
    terms: [],
    location: '',
    line: 0,
    value: '',
    message: message[language],
    remedy: remedy[language],
  };
  return { entry: { file, syntax: '', profile: '', packs: [], valid: false, findings: [finding] }, readable: false };
}

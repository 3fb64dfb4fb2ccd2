import { readFile, stat } from 'node:fs/promises';
import type { Bilingual } from '#kernel';
import { judgeBytes, type Finding, type JudgedDocument } from '#rules';
import { DEFAULT_XML_LIMITS } from '#xml';
import type { JudgeRequest, Outcome, ReportedFinding } from './entry.js';
import { isPdf, xmlOfPdf } from './pdf.js';

/** A PDF may be larger than its XML; this bounds what is read into memory. */
const MAX_FILE_BYTES = 2 * DEFAULT_XML_LIMITS.maxBytes;

/** Judges the file at a path. Never rejects: what cannot be read is an outcome too. */
export async function judgeFile(path: string, request: JudgeRequest): Promise<Outcome> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) return unread(path, 'FILE.SIZE', request, String(size));
    bytes = await readFile(path);
  } catch (thrown) {
    const missing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
    return unread(path, missing ? 'FILE.MISSING' : 'FILE.UNREADABLE', request, '');
  }
  return judgeContent(path, bytes, request);
}

/** Judges bytes that came from `name`; a PDF is opened and its XML judged. */
export async function judgeContent(name: string, bytes: Uint8Array, request: JudgeRequest): Promise<Outcome> {
  if (!isPdf(bytes)) return judged(name, judgeBytes(bytes, { packs: request.packs }), request);
  const xml = await xmlOfPdf(bytes);
  if (xml === undefined) return unread(name, 'PDF.NO_INVOICE', request, '');
  return judged(name, judgeBytes(xml, { packs: request.packs }), request);
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

function unread(file: string, rule: keyof typeof REASONS, { language }: JudgeRequest, value: string): Outcome {
  const { message, remedy } = REASONS[rule];
  const finding: ReportedFinding = {
    rule,
    severity: 'fatal',
    terms: [],
    location: '',
    line: 0,
    value,
    message: message[language],
    remedy: remedy[language],
  };
  return { entry: { file, syntax: '', profile: '', packs: [], valid: false, findings: [finding] }, readable: false };
}

const REASONS = {
  'FILE.MISSING': {
    message: { en: 'There is no such file.', fr: "Ce fichier n'existe pas." },
    remedy: { en: 'Check the path.', fr: 'Vérifiez le chemin.' },
  },
  'FILE.UNREADABLE': {
    message: { en: 'The file cannot be read.', fr: 'Le fichier ne peut pas être lu.' },
    remedy: { en: 'Check the permissions of the file.', fr: 'Vérifiez les droits du fichier.' },
  },
  'FILE.SIZE': {
    message: { en: 'The file is larger than allowed.', fr: 'Le fichier dépasse la taille autorisée.' },
    remedy: { en: 'Shrink its attachments.', fr: 'Réduisez ses pièces jointes.' },
  },
  'PDF.NO_INVOICE': {
    message: { en: 'The PDF holds no invoice that can be opened.', fr: 'Le PDF ne contient pas de facture lisible.' },
    remedy: {
      en: 'Send a Factur-X PDF with its XML attached, or the XML itself.',
      fr: 'Envoyez un PDF Factur-X avec son XML joint, ou le XML lui-même.',
    },
  },
} satisfies Record<string, { message: Bilingual; remedy: Bilingual }>;

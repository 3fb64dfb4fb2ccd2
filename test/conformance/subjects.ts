import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readXml, type XmlElement } from '#xml';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const CORPORA = fileURLToPath(new URL('../../../shared/corpora/', import.meta.url));

/** A document that mutants are made of. */
export interface Subject {
  readonly file: string;
  readonly root: XmlElement;
  readonly syntax: 'ubl' | 'ubl-cn' | 'cii' | 'cdar';
}

const SYNTAXES: Readonly<Record<string, Subject['syntax']>> = {
  Invoice: 'ubl',
  CreditNote: 'ubl-cn',
  CrossIndustryInvoice: 'cii',
  CrossDomainAcknowledgementAndResponse: 'cdar',
};

/** Whether the corpora lie beside the project. */
export const corporaPresent = existsSync(CORPORA);

/** Invoices of the project's own test folders, invented for it. */
export function ownDocuments(): Subject[] {
  return ownFiles().filter(({ syntax }) => syntax !== 'cdar');
}

/** Lifecycle messages likewise. */
export function ownMessages(): Subject[] {
  return ownFiles().filter(({ syntax }) => syntax === 'cdar');
}

function ownFiles(): Subject[] {
  return ['test/fixtures/rules', 'test/golden'].flatMap((folder) => subjectsIn(PROJECT + folder));
}

/** Invoices, or messages, below folders of the corpora; none where they are missing. */
export function corpus(...folders: readonly string[]): Subject[] {
  return folders.flatMap((folder) => subjectsIn(CORPORA + folder));
}

function subjectsIn(folder: string): Subject[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .sort()
    .flatMap((name) => subjectAt(`${folder}/${name}`));
}

function subjectAt(file: string): Subject[] {
  const read = readXml(readFileSync(file));
  if (!read.ok) return [];
  const { root } = read.value;
  const syntax = SYNTAXES[root.name];
  return syntax === undefined ? [] : [{ file, root, syntax }];
}

import { failed, ok, type Problem, type Result } from '#kernel';
import type { CsvMapping } from './csv-mapping.js';
import { orderField, type OrderField } from './order-field.js';
import { problem } from './problems.js';

/** A mapped column that was found in the file. */
export interface ResolvedColumn extends OrderField {
  /** Position in the row, from 0. */
  readonly index: number;
  /** Name in the file. */
  readonly name: string;
  /** Dotted field. */
  readonly to: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** Finds each mapped column in the header. A missing, doubled or unexpected column is a problem of the whole file. */
export function resolveColumns(header: readonly string[], mapping: CsvMapping): Result<ResolvedColumn[], Problem[]> {
  const problems: Problem[] = [];
  const resolved: ResolvedColumn[] = [];
  for (const { column, to, values } of mapping.columns) {
    const field = orderField(to);
    const places = typeof column === 'number' ? positionOf(column, header) : placesOf(column, header);
    if (places.length === 1 && field) {
      const index = places[0] as number;
      resolved.push({ ...field, index, name: header[index] || String(column), to, values });
    } else problems.push(places.length === 0 ? columnMissing(String(column)) : columnTwice(String(column)));
  }
  const known = new Set([
    ...resolved.map((one) => one.index),
    ...mapping.ignoredColumns.flatMap((name) => placesOf(name, header)),
  ]);
  if (mapping.headerRows > 0)
    header.forEach((name, index) => {
      if (name !== '' && !known.has(index)) problems.push(columnUnknown(name));
    });
  return problems.length > 0 ? failed(problems) : ok(resolved);
}

function positionOf(position: number, header: readonly string[]): number[] {
  return position <= header.length ? [position - 1] : [];
}

function placesOf(name: string, header: readonly string[]): number[] {
  const wanted = name.trim().normalize('NFC');
  return header.flatMap((one, index) => (one === wanted ? [index] : []));
}

const columnMissing = (field: string) =>
  problem(
    'ORDER.COLUMN_MISSING',
    {
      en: 'The file lacks a column that the mapping names.',
      fr: 'Il manque au fichier une colonne citée par la correspondance.',
    },
    {
      en: 'Export this column, or correct its name in the mapping; check delimiter and encoding as well.',
      fr: "Exportez cette colonne ou corrigez son nom dans la correspondance ; vérifiez aussi le séparateur et l'encodage.",
    },
    { field },
  );
const columnTwice = (field: string) =>
  problem(
    'ORDER.COLUMN_TWICE',
    { en: 'The file has this column more than once.', fr: 'Le fichier contient cette colonne plusieurs fois.' },
    { en: 'Rename one of them, or map it by position.', fr: "Renommez l'une d'elles ou désignez-la par sa position." },
    { field },
  );
const columnUnknown = (field: string) =>
  problem(
    'ORDER.COLUMN_UNKNOWN',
    { en: 'The mapping does not know this column.', fr: 'La correspondance ne connaît pas cette colonne.' },
    {
      en: 'Map it, or list it under ignoredColumns so that leaving it out is a decision.',
      fr: 'Faites-la correspondre à un champ ou citez-la dans ignoredColumns pour l’écarter sciemment.',
    },
    { field },
  );

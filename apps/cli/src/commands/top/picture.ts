import { plain } from '../../show.js';
import type { LiveState } from './live-state.js';

type Language = 'en' | 'fr';

const WORDS = {
  en: {
    figures: 'figures',
    old: 'old',
    queue: ['QUEUE', 'WAITING', 'DEAD', 'OLDEST'],
    rates: 'PER MINUTE',
    sinceStart: 'SINCE START',
    partner: ['CHANNEL', 'ACCEPTED', 'REFUSED', 'OUTAGES', 'WAITING'],
    cash: ['CURRENCY', 'OPEN', 'INVOICES', 'DSO SIMPLE', 'COUNT-BACK', 'BEST'],
    refusals: 'LAST REFUSALS',
    none: 'none',
    disputes: 'open disputes',
  },
  fr: {
    figures: 'chiffres',
    old: "d'âge",
    queue: ['FILE', 'ATTENTE', 'ABANDON', 'DOYEN'],
    rates: 'PAR MINUTE',
    sinceStart: 'DEPUIS LE DÉMARRAGE',
    partner: ['CANAL', 'ACCEPTÉ', 'REFUSÉ', 'PANNES', 'ATTENTE'],
    cash: ['DEVISE', 'ENCOURS', 'FACTURES', 'DSO SIMPLE', 'ÉPUISEMENT', 'MEILLEUR'],
    refusals: 'DERNIERS REFUS',
    none: 'aucun',
    disputes: 'litiges ouverts',
  },
} as const;

/** One picture as text, no wider than `columns`. */
export function pictureOf(state: LiveState, language: Language, columns = 100): string {
  const words = WORDS[language];
  const age =
    state.figuresAgeSeconds === undefined ? '' : `  ${words.figures} ${seconds(state.figuresAgeSeconds)} ${words.old}`;
  const counts = Object.entries(state.ratesPerMinute ?? state.totals).map(([key, value]) => `${key} ${value}`);
  const days = (value: number | undefined) => (value === undefined ? '–' : `${value.toFixed(1)} d`);
  const lines = [
    `Facteur ${state.version}  ${state.at}${age}  ${words.disputes} ${state.disputesOpen}`,
    '',
    ...table(
      words.queue,
      state.queues.map((row) => [row.kind, row.waiting, row.dead, seconds(row.oldestSeconds)]),
    ),
    '',
    `${state.ratesPerMinute ? words.rates : words.sinceStart}  ${counts.join('  ')}`,
    '',
    ...table(
      words.partner,
      state.partners.map((row) => [row.channel, row.accepted, row.refused, row.outages, row.waiting]),
    ),
    '',
    ...table(
      words.cash,
      state.receivables.map(({ currency, openAmount, openCount, dso }) => [
        ...[currency, openAmount, openCount],
        ...[days(dso.simple), days(dso.countback), days(dso.bestPossible)],
      ]),
    ),
    '',
    words.refusals,
    ...(state.refusals.length === 0
      ? [`  ${words.none}`]
      : state.refusals.map(({ at, partner, detail }) => `  ${at}  ${plain(partner)}  ${plain(detail)}`)),
  ];
  return `${lines.map((line) => line.slice(0, columns).trimEnd()).join('\n')}\n`;
}

/** The first column to the left, the others to the right. */
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const cells = [head, ...rows.map((row) => row.map((cell) => plain(cell)))];
  const widths = head.map((_, index) => Math.max(...cells.map((row) => (row[index] as string).length)));
  return cells.map((row) =>
    row
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widths[index] as number) : cell.padStart(widths[index] as number),
      )
      .join('  '),
  );
}

function seconds(value: number): string {
  if (value < 60) return `${Math.round(value)} s`;
  if (value < 3_600) return `${Math.floor(value / 60)} min`;
  return `${Math.floor(value / 3_600)} h ${Math.floor((value % 3_600) / 60)} min`;
}

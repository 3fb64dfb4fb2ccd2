import type { Command } from 'commander';
import { claimId, invoiceId } from './find-document.js';
import { fields, LANGUAGE, registerGroup, saved, textOf, type Given, type Row } from './remote-command.js';

const ON = { flags: '--on <date>', about: 'as of this day; today unless said' };
const OUTPUT = { flags: '-o, --output <file>', about: 'where the PDF goes' };
const LIST = fields(
  'id',
  'number',
  'customerRef',
  'fromOn',
  'toOn',
  'interestAmount',
  'recoveryAmount',
  'totalAmount',
  'openAmount',
  'currency',
);

interface Part {
  readonly fromOn: string;
  readonly toOn: string;
  readonly days: number;
  readonly balanceAmount: string;
  readonly rate: string;
  readonly basis: string;
  readonly amount: string;
}

const WORDS = {
  en: {
    days: 'days',
    interest: 'interest',
    recovery: 'recovery indemnity',
    total: 'total',
    basis: { floor: 'legal floor', default: 'statutory rate', contract: 'agreed rate' },
  },
  fr: {
    days: 'jours',
    interest: 'intérêts',
    recovery: 'indemnité de recouvrement',
    total: 'total',
    basis: { floor: 'plancher légal', default: 'taux supplétif', contract: 'taux convenu' },
  },
} as const;

/** The working of a claim, a line a half-year, as on its letter. */
function lateWorking(answer: Row, given: Given): string {
  const words = WORDS[given['lang'] === 'fr' ? 'fr' : 'en'];
  const number = (text: unknown): string => (given['lang'] === 'fr' ? String(text).replace('.', ',') : String(text));
  const basis = (name: string): string => words.basis[name as keyof typeof words.basis] ?? name;
  const parts = answer['parts'] as readonly Part[];
  const lines = parts.map(
    (part) =>
      `${part.fromOn} – ${part.toOn}: ${number(part.balanceAmount)} × ${number(part.rate)} % × ${part.days} ${words.days} = ${number(part.amount)} (${basis(part.basis)})`,
  );
  return `${[
    ...lines,
    `${words.interest}: ${number(answer['interestAmount'])}`,
    `${words.recovery}: ${number(answer['recoveryAmount'])}`,
    `${words.total}: ${number(answer['totalAmount'])}`,
  ].join('\n')}\n`;
}

/** The working of the early-payment discount, a sentence a step. */
function discountWorking(answer: Row, given: Given): string {
  const language = given['lang'] === 'fr' ? 'fr' : 'en';
  const steps = answer['working'] as readonly { en: string; fr: string }[];
  const states = {
    available: { en: 'It may be taken.', fr: "L'escompte peut être pris." },
    'too-late': { en: 'Its last day is over.', fr: 'Son dernier jour est passé.' },
    reduced: {
      en: 'Something was paid or credited already: it is for the whole invoice at once.',
      fr: "Une partie a déjà été payée ou créditée : l'escompte vaut pour la facture entière.",
    },
  };
  const state = states[answer['state'] as keyof typeof states];
  return `${[...steps.map((step) => step[language]), state[language]].join('\n')}\n`;
}

export function registerClaims(program: Command): void {
  registerGroup(program, 'claims', 'late-payment interest and the recovery indemnity, with their working', [
    {
      usage: 'list',
      about: 'claims, newest first',
      options: [
        { flags: '--customer <customer>', about: 'of this customer' },
        { flags: '--invoice <number>', about: 'for this invoice' },
        { flags: '--open', about: 'only what is not paid' },
      ],
      columns: LIST,
      ask: async (gateway, _, given) => {
        const invoice = textOf(given['invoice']);
        return gateway.get('claims', {
          customerRef: textOf(given['customer']),
          invoiceId: invoice === undefined ? undefined : await invoiceId(gateway, invoice),
          ...(given['open'] ? { open: 'true' } : {}),
        });
      },
    },
    {
      usage: 'show <invoice>',
      about: 'what late payment of an invoice comes to, less what was claimed; nothing is booked',
      options: [ON, LANGUAGE],
      text: lateWorking,
      ask: async (gateway, [name], given) =>
        gateway.get(`invoices/${await invoiceId(gateway, name as string)}/late-payment`, { on: textOf(given['on']) }),
    },
    {
      usage: 'make <invoice>',
      about: 'claim it: a debit note of its own with its letter',
      changes: true,
      options: [ON, { ...LANGUAGE, about: "of the letter; the customer's unless said" }],
      ask: async (gateway, [name], given) => {
        const id = await invoiceId(gateway, name as string);
        return gateway.post(`invoices/${id}/claims`, { on: given['on'], language: given['lang'] });
      },
    },
    {
      usage: 'document <claim>',
      about: 'the letter of a claim as it was made',
      options: [OUTPUT],
      ask: async (gateway, [name], given) => {
        const id = await claimId(gateway, name as string);
        return saved(gateway.bytes(`claims/${id}/document`), textOf(given['output']) ?? `${name}.pdf`);
      },
    },
  ]);
}

export function registerDiscount(program: Command): void {
  registerGroup(program, 'discount', 'the early-payment discount (escompte)', [
    {
      usage: 'show <invoice>',
      about: 'what it is, with its working by VAT rate',
      options: [ON, LANGUAGE],
      text: discountWorking,
      ask: async (gateway, [name], given) =>
        gateway.get(`invoices/${await invoiceId(gateway, name as string)}/early-payment`, { on: textOf(given['on']) }),
    },
    {
      usage: 'credit <invoice>',
      about: 'correct the VAT of a discount that was taken, by a credit note',
      changes: true,
      options: [{ flags: '--reason <text>', about: 'printed on the credit note', isRequired: true }],
      ask: async (gateway, [name], given) => {
        const id = await invoiceId(gateway, name as string);
        return gateway.post(`invoices/${id}/discount-credit-note`, { reason: given['reason'] });
      },
    },
  ]);
}

/** States of a dispute. `closed` ends it, unless it is reopened. */
export const DISPUTE_STATES = [
  'detected',
  'qualified',
  'assigned',
  'waiting-customer',
  'waiting-internal',
  'resolved',
  'closed',
] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];

export type DisputeMove =
  'qualify' | 'assign' | 'ask-customer' | 'ask-internal' | 'answer' | 'resolve' | 'close' | 'reopen' | 'withdraw';

/** Every allowed move. What is not here is refused. `withdraw`: the customer takes the dispute back. */
export const DISPUTE_MOVES: readonly {
  readonly move: DisputeMove;
  readonly from: DisputeState;
  readonly to: DisputeState;
}[] = [
  { move: 'qualify', from: 'detected', to: 'qualified' },
  { move: 'assign', from: 'qualified', to: 'assigned' },
  { move: 'assign', from: 'assigned', to: 'assigned' },
  { move: 'ask-customer', from: 'qualified', to: 'waiting-customer' },
  { move: 'ask-customer', from: 'assigned', to: 'waiting-customer' },
  { move: 'ask-internal', from: 'assigned', to: 'waiting-internal' },
  { move: 'answer', from: 'waiting-customer', to: 'assigned' },
  { move: 'answer', from: 'waiting-internal', to: 'assigned' },
  { move: 'resolve', from: 'detected', to: 'resolved' },
  { move: 'resolve', from: 'qualified', to: 'resolved' },
  { move: 'resolve', from: 'assigned', to: 'resolved' },
  { move: 'resolve', from: 'waiting-customer', to: 'resolved' },
  { move: 'resolve', from: 'waiting-internal', to: 'resolved' },
  { move: 'close', from: 'resolved', to: 'closed' },
  { move: 'withdraw', from: 'detected', to: 'closed' },
  { move: 'withdraw', from: 'qualified', to: 'closed' },
  { move: 'withdraw', from: 'assigned', to: 'closed' },
  { move: 'withdraw', from: 'waiting-customer', to: 'closed' },
  { move: 'withdraw', from: 'waiting-internal', to: 'closed' },
  { move: 'reopen', from: 'resolved', to: 'qualified' },
  { move: 'reopen', from: 'closed', to: 'qualified' },
];

/** How a dispute ends. `released` ends leave the amount due again; the others must take it off the balance. */
export const DISPUTE_RESOLUTIONS = {
  'credit-note': { released: false, label: { en: 'Credit note', fr: 'Avoir' } },
  corrective: { released: false, label: { en: 'Corrective invoice', fr: 'Facture rectificative' } },
  goodwill: { released: false, label: { en: 'Goodwill gesture', fr: 'Geste commercial' } },
  replacement: { released: true, label: { en: 'Replacement delivered', fr: 'Remplacement livré' } },
  rejected: { released: true, label: { en: 'Rejected with proof', fr: 'Rejeté avec preuve' } },
  withdrawn: { released: true, label: { en: 'Withdrawn by the customer', fr: 'Retiré par le client' } },
} as const;
export type DisputeResolution = keyof typeof DISPUTE_RESOLUTIONS;

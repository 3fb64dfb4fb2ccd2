import { DISPUTE_CAUSES, type CauseRow, type DisputeCause } from './dispute-causes.table.js';

/** The codes of all causes, in the order of the table. */
export const DISPUTE_CAUSE_CODES = Object.keys(DISPUTE_CAUSES) as DisputeCause[];

const BY_REASON = new Map<string, DisputeCause>(
  DISPUTE_CAUSE_CODES.flatMap((cause) =>
    DISPUTE_CAUSES[cause].reasons.map((reason): [string, DisputeCause] => [reason, cause]),
  ),
);

export function isDisputeCause(text: string): text is DisputeCause {
  return Object.hasOwn(DISPUTE_CAUSES, text);
}

export function causeRow(cause: DisputeCause): CauseRow {
  return DISPUTE_CAUSES[cause];
}

/** The cause that a French lifecycle reason code means; an unknown code is OTHER, its text belongs into the note. */
export function causeOfReason(reason: string): DisputeCause {
  return BY_REASON.get(reason) ?? 'OTHER';
}

/** The reason code that we write for a cause. */
export function reasonOfCause(cause: DisputeCause): string {
  return causeRow(cause).reasons[0] ?? 'AUTRE';
}

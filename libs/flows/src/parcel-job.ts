import type { JobKind, ParcelPurpose } from '#ports';

/** Which job reads which kind of parcel. */
const READING: Readonly<Record<string, JobKind>> = {
  order: 'read-orders',
  statement: 'read-statement',
  'remittance-advice': 'read-remittance-advice',
};

/** The job that takes a parcel of this purpose apart; a supplier's document is kept for others to fetch, and read by none. */
export function readingJob(purpose: ParcelPurpose): JobKind | undefined {
  if (purpose === 'supplier-document') return undefined;
  return READING[purpose] ?? 'read-status';
}

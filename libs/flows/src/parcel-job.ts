import type { JobKind, ParcelPurpose } from '#ports';

/** Which job reads which kind of parcel. */
const READING: Readonly<Record<string, JobKind>> = {
  order: 'read-orders',
  statement: 'read-statement',
  'remittance-advice': 'read-remittance-advice',
};

/** The job that takes a parcel of this purpose apart. */
export function readingJob(purpose: ParcelPurpose): JobKind {
  return READING[purpose] ?? 'read-status';
}

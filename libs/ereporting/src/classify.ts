import type { LocalDate } from '#kernel';
import type { Invoice } from '#invoice';

/** Where an invoice goes: its own flow (domestic), an e-report, or nowhere. */
export type Destination = 'domestic' | 'international' | 'consumer' | 'none';

/**
 * How an invoice of a seller established in France is reported. Note BAR decides; without one, the buyer: a SIREN makes it domestic,
 * another country and a registration international, everything else a sale to a consumer.
 */
export function destinationOf(invoice: Invoice): Destination {
  const bar = invoice.notes.find((note) => note.subjectCode === 'BAR')?.text.trim();
  const { buyer } = invoice;
  const isForeign = buyer.address.country !== 'FR';
  switch (bar) {
    case 'B2BINT':
      return 'international';
    case 'B2C':
    case 'B2CINT':
      return 'consumer';
    case 'OUTOFSCOPE':
    case 'ARCHIVEONLY':
      return 'none';
    default:
  }
  if (buyer.legalRegistration?.scheme === '0002') return 'domestic';
  if (bar === 'B2B' && !isForeign) return 'domestic';
  const isCompany = buyer.vatId !== undefined || buyer.legalRegistration !== undefined || bar === 'B2B';
  return isForeign && isCompany ? 'international' : 'consumer';
}

/** The day of the operation: delivery (BT-72), else the end of the period billed (BT-74), else the issue date. */
export function operationDate(invoice: Invoice): LocalDate {
  return invoice.delivery?.date ?? invoice.period?.end ?? invoice.issueDate;
}

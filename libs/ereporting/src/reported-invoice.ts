import { Decimal, type Problem } from '#kernel';
import type { Invoice, InvoiceLine, Seller, Buyer } from '#invoice';
import { FULL_SET_FROM, SHORT_NUMBERS } from './calendar.table.js';
import { reportProblem } from './problems.js';
import type { ReportedCompany, ReportedInvoice, ReportedLine, ReportPeriod } from './report.js';

/** Types the portal takes (G1.01); 262 is not among them. */
const TYPES = new Set('261 380 381 384 386 389 393 396 471 472 473 500 501 502 503'.split(' '));
/** Billing frames the portal takes (G1.02). */
const FRAMES = new Set('B1 S1 M1 B2 S2 M2 B4 S4 M4 S5 S6 B7 S7'.split(' '));
const CORRECTING = new Set(['384', '471', '472', '473', '261', '381', '396', '502', '503']);

/** An international invoice as 10.1 reports it: the start set, from 1 September 2027 with lines, addresses and allowances. */
export function reportedInvoice(invoice: Invoice, period: ReportPeriod, problems: Problem[]): ReportedInvoice {
  check(invoice, period, problems);
  const isFull = period.start >= FULL_SET_FROM;
  const { totals, seller, buyer, delivery } = invoice;
  return {
    number: invoice.number,
    issueDate: invoice.issueDate,
    typeCode: invoice.typeCode,
    currency: invoice.currency,
    dueDate: invoice.dueDate,
    taxPointDateCode: invoice.taxPointDateCode,
    notes: [],
    businessProcess: invoice.process.businessProcess ?? '',
    precedingInvoices: invoice.precedingInvoices,
    seller: companyOf(seller),
    buyer: companyOf(buyer),
    taxRepresentativeVatId: invoice.taxRepresentative?.vatId,
    deliveries:
      delivery?.date || (isFull && delivery?.address)
        ? [{ date: delivery.date, ...(isFull ? delivery.address : {}) }]
        : [],
    period: strictPeriod(invoice.period),
    allowances: isFull ? invoice.allowances : [],
    charges: isFull ? invoice.charges : [],
    taxExclusiveAmount: totals.totalWithoutVat,
    taxAmount: (invoice.currency === 'EUR' ? totals.vatTotal : totals.vatTotalInVatCurrency) ?? Decimal.of('0.00'),
    taxCurrency: 'EUR',
    vatBreakdown: invoice.vatBreakdown.map((group) => ({ ...group, rate: group.rate ?? Decimal.of('0.00') })),
    lines: isFull ? invoice.lines.map(lineOf) : [],
  };
}

/** A period of one day is left out: the portal wants an end after the start (G6.25). */
function strictPeriod(period: Invoice['period']): Invoice['period'] {
  const { start, end } = period ?? {};
  return start !== undefined && end !== undefined && start < end ? { start, end } : undefined;
}

/**
 * The identifier the portal knows a company by (G2.19): SIREN (0002), RIDET or Tahiti as registered, the VAT number of another member
 * state (0223), or country and the first 16 letters of the name elsewhere (0227).
 */
function companyOf(party: Seller | Buyer): ReportedCompany {
  const { legalRegistration, vatId, address, name } = party;
  const { country } = address;
  const own =
    legalRegistration?.scheme !== undefined &&
    ['0002', '0223', '0227', '0228', '0229'].includes(legalRegistration.scheme);
  if (own) return { id: legalRegistration.id, scheme: legalRegistration.scheme, vatId, country };
  if (vatId !== undefined && EU.has(vatId.slice(0, 2)))
    return { id: vatId.slice(0, 18), scheme: '0223', vatId, country };
  return { id: `${country}${name.slice(0, 16)}`, scheme: '0227', vatId, country };
}

/** Prefixes of VAT numbers of member states; Greece has EL. */
const EU = new Set('AT BE BG CY CZ DE DK EE EL ES FI HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' '));

function lineOf(line: InvoiceLine): ReportedLine {
  return {
    notes: line.note === undefined ? [] : [{ text: line.note }],
    quantity: line.quantity,
    unitCode: line.unitCode,
    period: strictPeriod(line.period),
    allowances: line.allowances.map(({ amount }) => ({ amount })),
    charges: line.charges.map(({ amount }) => ({ amount })),
    netPrice: line.price.netPrice,
    discount: line.price.discount,
    grossPrice: line.price.grossPrice,
    name: line.item.name,
  };
}

/** What the portal will refuse, told before it does. */
function check(invoice: Invoice, period: ReportPeriod, problems: Problem[]): void {
  const { number, typeCode, process, precedingInvoices, vatBreakdown } = invoice;
  const limit = period.end <= SHORT_NUMBERS.until ? SHORT_NUMBERS.characters : 35;
  if (number.length > limit) problems.push(reportProblem('EREPORT.NUMBER_LENGTH', number, String(number.length)));
  if (!TYPES.has(typeCode)) problems.push(reportProblem('EREPORT.TYPE', number, typeCode));
  if (!FRAMES.has(process.businessProcess ?? '')) {
    problems.push(reportProblem('EREPORT.FRAME', number, process.businessProcess ?? '-'));
  }
  if (CORRECTING.has(typeCode) && !precedingInvoices.some((each) => each.issueDate !== undefined)) {
    problems.push(reportProblem('EREPORT.PRECEDING', number, typeCode));
  }
  if (vatBreakdown.some((group) => group.category === 'E' && !(group.exemptionReason && group.exemptionReasonCode))) {
    problems.push(reportProblem('EREPORT.EXEMPTION', number, 'E'));
  }
  if (invoice.currency !== 'EUR' && invoice.totals.vatTotalInVatCurrency === undefined) {
    problems.push(reportProblem('EREPORT.VAT_NOT_IN_EUR', number, invoice.currency));
  }
}

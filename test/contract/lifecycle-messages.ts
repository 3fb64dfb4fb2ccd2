import { Decimal, localDate } from '#kernel';
import type { LifecycleMessage, LocalDateTime, StatusDetail } from '#lifecycle';
import type { InvoiceRow } from '#ports';
import { writeCdar } from '#syntax';

/** What a test says of a message; the rest is as the examples of the French profile have it. Invented parties. */
export interface Told {
  readonly code: string;
  readonly setAt: string;
  readonly details?: readonly StatusDetail[];
  readonly number?: string;
  readonly issuedOn?: string;
  readonly siren?: string;
  /** MDT-8, when it is not `setAt`. */
  readonly madeAt?: string;
}

/** A lifecycle message as the buyer (or, up to 203 and with 213, a platform) sends it about this invoice. */
export function messageAbout(
  invoice: Pick<InvoiceRow, 'number' | 'issueDate' | 'typeCode'> | undefined,
  told: Told,
): Buffer {
  const isPlatform = ['200', '201', '202', '203', '213', '221', '501'].includes(told.code);
  const number = told.number ?? invoice?.number ?? '';
  const siren = told.siren ?? '100000009';
  const message: LifecycleMessage = {
    process: 'REGULATED',
    guideline: 'urn.cpro.gouv.fr:1p0:CDV:invoice',
    id: `${number}_${told.code}_${told.madeAt ?? told.setAt}`,
    issuedAt: (told.madeAt ?? told.setAt) as LocalDateTime,
    notes: [],
    sender: { ids: [], globalIds: [], contacts: [], roleCode: 'WK' },
    issuer: isPlatform
      ? { ids: [], globalIds: [], contacts: [], roleCode: 'WK' }
      : {
          ids: [],
          globalIds: [{ id: '200000008', scheme: '0002' }],
          contacts: [],
          name: 'Acheteur (exemple)',
          roleCode: 'BY',
        },
    recipients: [
      {
        ids: [],
        globalIds: [{ id: siren, scheme: '0002' }],
        contacts: [],
        roleCode: 'SE',
        uri: { id: `${siren}_STATUTS`, scheme: '0225' },
      },
    ],
    acknowledgements: [
      {
        isMultiple: false,
        typeCode: isPlatform ? '305' : '23',
        setAt: told.setAt as LocalDateTime,
        invoices: [
          {
            number,
            typeCode: invoice?.typeCode ?? '380',
            issuedOn: localDate(told.issuedOn ?? invoice?.issueDate ?? '2026-11-02'),
            statusCode: told.code,
            attachments: [],
            recipients: [],
            issuer: { ids: [], globalIds: [{ id: siren, scheme: '0002' }], contacts: [], roleCode: 'SE' },
            details: (told.details ?? []).map((detail, index) => ({ ...detail, sequence: Decimal.of(index + 1) })),
          },
        ],
      },
    ],
  };
  return Buffer.from(writeCdar(message).bytes);
}

/** One reason with amounts by data type code. */
export function reason(reasonCode: string, amounts: Readonly<Record<string, string>> = {}): StatusDetail {
  return {
    reasonCode,
    reason: 'Motif (exemple)',
    notes: [{ content: 'Commentaire (exemple)' }],
    data: Object.entries(amounts).map(([typeCode, amount]) => ({
      typeCode,
      amount: Decimal.of(amount),
      currency: 'EUR',
    })),
  };
}

import { Decimal, type LocalDate } from '#kernel';
import type { Collection } from './collection.js';
import type { LifecycleMessage, LifecycleParty, LocalDateTime, StatusDetail } from './message.js';
import type { SellerStatus } from './status.table.js';
import { statusRow } from './statuses.js';

/** A company as lifecycle messages name it. */
export interface LifecycleCompany {
  readonly siren?: string;
  readonly name: string;
  /** BT-34 or BT-49. */
  readonly address?: { readonly id: string; readonly scheme?: string };
}

/** The invoice a message is about, and who is on its two sides. */
export interface MessageSubject {
  readonly number: string;
  readonly typeCode: string;
  readonly issuedOn: LocalDate;
  readonly seller: LifecycleCompany;
  readonly buyer: LifecycleCompany;
  /** MDT-95: time of the 200 on our side, constant for the life of the invoice. */
  readonly receivedAt?: LocalDateTime;
  /** MDT-2. */
  readonly process?: string;
}

export interface MessageMoment {
  /** MDT-78: when the status was set. */
  readonly setAt: LocalDateTime;
  /** MDT-8: when the message is made. */
  readonly madeAt: LocalDateTime;
  /** Sets messages of one second apart in MDT-4. */
  readonly mark: string;
}

const GUIDELINE = 'urn.cpro.gouv.fr:1p0:CDV:invoice';

/** A status that the seller sets, to the buyer through the platforms. */
export function sellerMessage(
  code: SellerStatus,
  subject: MessageSubject,
  moment: MessageMoment,
  details: readonly StatusDetail[] = [],
): LifecycleMessage {
  return compose(code, subject, moment, details);
}

/**
 * Status 212 *Encaissée*: one amount including VAT for each rate (BR-FR-CDV-14), negative where money went back, which takes a
 * comment (MDT-126). It takes a `Collection`, which only bank cash can become.
 */
export function collectedMessage(
  collection: Collection,
  subject: MessageSubject,
  moment: MessageMoment,
  comment?: string,
): LifecycleMessage {
  const { cash, lines } = collection;
  const note = comment ?? (cash.amount.isNegative() ? RETURNED : undefined);
  return compose('212', subject, moment, [
    {
      notes: note === undefined ? [] : [{ content: note }],
      data: lines.map(({ rate, amount }) => ({
        typeCode: 'MEN',
        amount,
        currency: cash.currency,
        percent: rate.rounded(Math.max(2, rate.scale)),
        on: cash.bookedOn,
      })),
    },
  ]);
}

/**
 * A message that was written before, with the parties as they are known now: status, moment and amounts are those it had. It gets a
 * number of its own, since the other may have been seen.
 */
export function readdressed(
  message: LifecycleMessage,
  subject: MessageSubject,
  moment: Pick<MessageMoment, 'madeAt' | 'mark'>,
): LifecycleMessage {
  const [acknowledgement] = message.acknowledgements;
  const code = acknowledgement?.invoices[0]?.statusCode ?? '';
  const setAt = acknowledgement?.setAt ?? moment.madeAt;
  const { process, recipients, issuer, id, issuedAt } = compose(code, subject, { ...moment, setAt }, []);
  const named = { ...party({ ...subject.seller, address: undefined }, 'SE', false), name: undefined };
  return {
    ...message,
    ...{ process, recipients, issuer, id, issuedAt },
    acknowledgements: message.acknowledgements.map((each) => ({
      ...each,
      invoices: each.invoices.map((invoice) => ({ ...invoice, issuer: named })),
    })),
  };
}

const RETURNED =
  'Encaissement annulé : paiement rejeté, repris ou remboursé. / Collection reversed: payment returned, withdrawn or refunded.';

function compose(
  code: string,
  subject: MessageSubject,
  moment: MessageMoment,
  details: readonly StatusDetail[],
): LifecycleMessage {
  const row = statusRow(code);
  return {
    process: subject.process ?? 'REGULATED',
    guideline: GUIDELINE,
    id: messageRef(code, subject, moment),
    issuedAt: moment.madeAt,
    notes: [],
    sender: { ids: [], globalIds: [], contacts: [], roleCode: 'WK' },
    issuer: party(subject.seller, 'SE', false),
    recipients: [party(subject.buyer, 'BY', true)],
    acknowledgements: [
      {
        isMultiple: false,
        typeCode: row?.phase ?? '23',
        setAt: moment.setAt,
        invoices: [
          {
            number: subject.number,
            conditionCode: row?.conditionCode,
            typeCode: subject.typeCode,
            receivedAt: subject.receivedAt,
            attachments: [],
            issuedOn: subject.issuedOn,
            statusCode: code,
            status: row?.name,
            issuer: { ...party({ ...subject.seller, address: undefined }, 'SE', false), name: undefined },
            recipients: [],
            details: numbered(details),
          },
        ],
      },
    ],
  };
}

/** MDT-124-2 stands in every block: 1, 2, 3 … */
function numbered(details: readonly StatusDetail[]): StatusDetail[] {
  return details.map((detail, index) => ({ ...detail, sequence: Decimal.of(index + 1) }));
}

function party(company: LifecycleCompany, roleCode: string, withAddress: boolean): LifecycleParty {
  return {
    ids: [],
    globalIds: company.siren === undefined ? [] : [{ id: company.siren, scheme: '0002' }],
    name: company.name,
    roleCode,
    contacts: [],
    ...(withAddress && company.address ? { uri: company.address } : {}),
  };
}

/** MDT-4 in the shape of the examples, with a mark of ours behind. */
function messageRef(code: string, subject: MessageSubject, { setAt, mark }: MessageMoment): string {
  const time = setAt.replaceAll(/[-:T]/g, '');
  return `${subject.number}_${code}_${time}#${subject.typeCode}_${subject.issuedOn.replaceAll('-', '')}_${mark}`;
}

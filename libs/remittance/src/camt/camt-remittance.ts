import { parseCreditorReference, type Decimal } from '#kernel';
import type { DocumentAdjustment, ReferredDocument, StructuredReference } from '../entry.js';
import { dateAt, directionAt, moneyAt } from './camt-values.js';
import { childOf, childrenOf, textOf, type XmlNode } from './camt-xml.js';

export interface Remittance {
  readonly remittanceLines: readonly string[];
  readonly structuredReferences: readonly StructuredReference[];
  readonly referredDocuments: readonly ReferredDocument[];
}

/** `RmtInf`: free text lines as sent, creditor references, and the documents the payer names. */
export function remittanceOf(details: XmlNode): Remittance {
  const structured = childrenOf(details, 'RmtInf', 'Strd');
  const free = childrenOf(details, 'RmtInf', 'Ustrd').map((line) => textOf(line));
  const additional = structured.flatMap((one) => childrenOf(one, 'AddtlRmtInf').map((line) => textOf(line)));
  return {
    remittanceLines: [...free, ...additional].filter((line) => line !== undefined),
    structuredReferences: structured.flatMap(referenceOf),
    referredDocuments: structured.flatMap(documentsOf),
  };
}

function referenceOf(structured: XmlNode): StructuredReference[] {
  const holder = childOf(structured, 'CdtrRefInf');
  const reference = textOf(holder, 'Ref') ?? textOf(holder, 'CdtrRef');
  if (reference === undefined) return [];
  const kind = childOf(holder, 'Tp') ?? childOf(holder, 'CdtrRefTp');
  const type =
    textOf(kind, 'CdOrPrtry', 'Cd') ??
    textOf(kind, 'CdOrPrtry', 'Prtry') ??
    textOf(kind, 'Cd') ??
    textOf(kind, 'Prtry');
  const issuer = textOf(kind, 'Issr');
  return [structuredReference(reference, type, issuer)];
}

export function structuredReference(reference: string, type?: string, issuer?: string): StructuredReference {
  const iso = parseCreditorReference(reference);
  return {
    reference: iso ?? reference,
    ...(type === undefined ? {} : { type }),
    ...(issuer === undefined ? {} : { issuer }),
    isIso11649: iso !== undefined,
  };
}

/** One document for each `RfrdDocInf`; the amounts of the block belong to the document when it is the only one. */
function documentsOf(structured: XmlNode): ReferredDocument[] {
  const infos = childrenOf(structured, 'RfrdDocInf');
  return infos.flatMap((info) => {
    const number = textOf(info, 'Nb') ?? textOf(info, 'RfrdDocNb');
    if (number === undefined) return [];
    const kind = childOf(info, 'Tp') ?? childOf(info, 'RfrdDocTp');
    const type = textOf(kind, 'CdOrPrtry', 'Cd') ?? textOf(kind, 'CdOrPrtry', 'Prtry') ?? textOf(kind, 'Cd');
    const issuedOn = dateAt(info, 'RltdDt');
    return [
      {
        number,
        ...(type === undefined ? {} : { type }),
        ...(issuedOn === undefined ? {} : { issuedOn }),
        ...(infos.length === 1 ? amountsOf(childOf(structured, 'RfrdDocAmt')) : { adjustments: [] }),
      },
    ];
  });
}

type DocumentAmounts = Omit<ReferredDocument, 'number' | 'type' | 'issuedOn'>;

function amountsOf(node: XmlNode | undefined): DocumentAmounts {
  const amount = (name: string): Decimal | undefined =>
    (moneyAt(node, name) ?? moneyAt(node, name, 'Amt') ?? moneyAt(node, 'RmtdAmt', name))?.amount;
  const named: Record<string, Decimal | undefined> = {
    dueAmount: amount('DuePyblAmt'),
    remittedAmount: moneyAt(node, 'RmtdAmt')?.amount,
    discountAmount: amount('DscntApldAmt'),
    creditNoteAmount: amount('CdtNoteAmt'),
  };
  const present = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  return { ...present, adjustments: childrenOf(node, 'AdjstmntAmtAndRsn').flatMap(adjustmentOf) };
}

/** `DBIT` (or no indicator) takes away from what is paid, `CRDT` adds to it. */
function adjustmentOf(node: XmlNode): DocumentAdjustment[] {
  const money = moneyAt(node, 'Amt');
  if (money === undefined) return [];
  const reason = textOf(node, 'Rsn');
  const text = textOf(node, 'AddtlInf');
  return [
    {
      amount: directionAt(node) === 1 ? money.amount.negated() : money.amount,
      ...(reason === undefined ? {} : { reason }),
      ...(text === undefined ? {} : { text }),
    },
  ];
}

import type { LocalDate } from '#kernel';
import type { PrecedingInvoice } from '#invoice';
import type { Order } from '#order';
import type { DraftNotebook } from './draft-notebook.js';

/** BG-3. A credit note names at least one invoice with its date (BR-FR-CO-05); a date not given is looked up. */
export function precedingInvoices(
  order: Order,
  issueDateOf: ((number: string) => LocalDate | undefined) | undefined,
  notebook: DraftNotebook,
): PrecedingInvoice[] {
  const given = order.precedingInvoices ?? [];
  if (order.kind === 'credit-note' && given.length === 0) {
    notebook.fault(
      'PRECEDING_INVOICE_MISSING',
      ['precedingInvoices'],
      undefined,
      {
        en: 'A credit note must name the invoice that it corrects.',
        fr: "Un avoir doit citer la facture qu'il rectifie.",
      },
      { en: 'Give its number and date (BR-FR-CO-05).', fr: 'Indiquez son numéro et sa date (BR-FR-CO-05).' },
    );
  }
  return given.map(({ number, issueDate }, index) => {
    const date = issueDate ?? issueDateOf?.(number);
    if (date === undefined && order.kind === 'credit-note') {
      notebook.fault(
        'PRECEDING_DATE_MISSING',
        ['precedingInvoices', index, 'issueDate'],
        number,
        {
          en: 'The date of the invoice that is credited is not known.',
          fr: "La date de la facture rectifiée n'est pas connue.",
        },
        { en: 'Give its issue date (BR-FR-CO-05).', fr: 'Indiquez sa date (BR-FR-CO-05).' },
      );
    }
    return { number, ...(date === undefined ? {} : { issueDate: date }) };
  });
}

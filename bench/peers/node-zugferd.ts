import type { Invoice } from '#invoice';

/** An invoice in the shape that node-zugferd takes for its profile EN 16931, as far as the benchmark's invoice goes. */
export function forNodeZugferd(invoice: Invoice): object {
  const { seller, buyer, totals, currency } = invoice;
  const text = (value: { toString(): string } | undefined): string | undefined => value?.toString();
  const party = (each: typeof seller | typeof buyer): object => ({
    name: each.name,
    postalAddress: {
      postCode: each.address.postCode,
      line1: each.address.line1,
      city: each.address.city,
      countryCode: each.address.country,
    },
    taxRegistration: { vatIdentifier: each.vatId },
  });
  return {
    number: invoice.number,
    typeCode: invoice.typeCode,
    issueDate: new Date(invoice.issueDate),
    transaction: {
      tradeAgreement: { buyerReference: invoice.buyerReference, seller: party(seller), buyer: party(buyer) },
      tradeDelivery: {},
      tradeSettlement: {
        currencyCode: currency,
        vatBreakdown: invoice.vatBreakdown.map((each) => ({
          calculatedAmount: text(each.taxAmount),
          typeCode: 'VAT',
          basisAmount: text(each.taxableAmount),
          categoryCode: each.category,
          rateApplicablePercent: text(each.rate),
        })),
        monetarySummation: {
          lineTotalAmount: text(totals.lineNetTotal),
          taxBasisTotalAmount: text(totals.totalWithoutVat),
          taxTotal: { amount: text(totals.vatTotal), currencyCode: currency },
          grandTotalAmount: text(totals.totalWithVat),
          duePayableAmount: text(totals.amountDue),
        },
      },
      line: (invoice.lines ?? []).map((line) => ({
        identifier: line.id,
        tradeProduct: {
          name: line.item.name,
          description: line.item.description,
          sellerAssignedID: line.item.sellerItemId,
        },
        tradeAgreement: { netTradePrice: { chargeAmount: text(line.price.netPrice) } },
        tradeDelivery: { billedQuantity: { amount: text(line.quantity), unitMeasureCode: line.unitCode } },
        tradeSettlement: {
          tradeTax: { typeCode: 'VAT', categoryCode: line.vat.category, rateApplicablePercent: text(line.vat.rate) },
          monetarySummation: { lineTotalAmount: text(line.netAmount) },
        },
      })),
    },
  };
}

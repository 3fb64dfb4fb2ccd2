export { someDate, someDecimal, someId, someInvoice, someLine, someText } from './arbitrary-invoice.js';
export { makeDataDirectory } from './data-directory.js';
export * from './memory-store.js';
export { withVatTotal } from './vat-total.js';

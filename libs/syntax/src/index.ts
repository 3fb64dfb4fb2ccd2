export { NAMESPACES, type Prefix } from './namespace.table.js';
export type { NotCarried, NotCarriedReason } from './not-carried.js';
export { profile, profileOf, withProfile } from './profile.js';
export { PROFILES, type Profile, type ProfileId } from './profile.table.js';
export { readInvoice } from './read-invoice.js';
export type { Partially, ReadFault, ReadReport, Unread } from './read-report.js';
export { detectSyntax, type SyntaxId } from './syntax.js';
export { termsAt, termsOf } from './terms-of.js';
export { isCreditNote, writeInvoice, type WriteOptions, type WrittenInvoice } from './write-invoice.js';

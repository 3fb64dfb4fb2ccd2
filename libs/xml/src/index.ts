export { escapeAttribute, escapeText, isUnwritable } from './escape.js';
export type { XmlFault } from './fault.js';
export type { XmlFaultCode } from './fault.table.js';
export { interned } from './interned.js';
export { DEFAULT_XML_LIMITS, type XmlLimits } from './limits.js';
export * from './navigation.js';
export { readXml } from './read-xml.js';
export type * from './tree.js';

/** What a document from outside may cost. Every bound is checked before the memory it guards is spent. */
export interface XmlLimits {
  /** Size of the document in bytes, checked before decoding. */
  readonly maxBytes: number;
  /** Nesting of elements; the root has depth 1. */
  readonly maxDepth: number;
  /** Attributes and namespace declarations on one element. */
  readonly maxAttributes: number;
  /** Elements and attributes together in the whole document: bounds the tree, about 150 bytes each. */
  readonly maxNodes: number;
  /** Length of one name, in UTF-16 units. */
  readonly maxNameLength: number;
}

/** Room for an invoice of 25,000 lines or attachments of 35 MB; raise by `readXml(bytes, { maxBytes: … })`. */
export const DEFAULT_XML_LIMITS: XmlLimits = {
  maxBytes: 50_000_000,
  maxDepth: 100,
  maxAttributes: 64,
  maxNodes: 2_000_000,
  maxNameLength: 512,
};

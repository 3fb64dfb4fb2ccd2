/** Where something stands in the source text, both 1-based; column counts UTF-16 units. */
export interface XmlPosition {
  readonly line: number;
  readonly column: number;
}

export interface XmlAttribute {
  /** Local name; `uri` is empty for an attribute without prefix. */
  readonly name: string;
  readonly uri: string;
  readonly value: string;
}

/**
 * An element of a document that was read safely. Namespaces are resolved: `uri` + `name` identify it, the prefix is only
 * what the author wrote. Comments and processing instructions are not kept.
 */
export interface XmlElement {
  readonly name: string;
  readonly uri: string;
  readonly prefix: string;
  readonly attributes: readonly XmlAttribute[];
  /** Child elements in document order. */
  readonly children: readonly XmlElement[];
  /** The child elements of this local name, whatever their namespace, in document order; indexed on first use. */
  childrenNamed?(name: string): readonly XmlElement[];
  /** The element's own character data (CDATA included), not that of its children, white space as written. */
  readonly text: string;
  readonly parent: XmlElement | undefined;
  readonly position: XmlPosition;
}

export interface XmlDocument {
  readonly root: XmlElement;
}

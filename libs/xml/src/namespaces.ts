import { refuse } from './fault.js';
import { splitQName } from './names.js';

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** A name as written together with what it stands for in its scope; one object a distinct name and scope. */
export interface ResolvedName {
  readonly raw: string;
  readonly prefix: string;
  readonly name: string;
  readonly uri: string;
}

/** The namespace bindings in force at an element. Resolved names are remembered, since a document has few distinct ones. */
export class NamespaceScope {
  private readonly bindings = new Map<string, string>();
  private readonly elements = new Map<string, ResolvedName>();
  private readonly attributes = new Map<string, ResolvedName>();

  constructor(private readonly outer?: NamespaceScope) {}

  static root(): NamespaceScope {
    const scope = new NamespaceScope();
    scope.bindings.set('', '');
    scope.bindings.set('xml', XML_NAMESPACE);
    return scope;
  }

  /**
   * Takes over `xmlns="…"` (prefix empty) or `xmlns:prefix="…"`.
   * @throws XmlRefusal `XML.NAMESPACE` (Namespaces in XML 1.0, section 3)
   */
  declare(prefix: string, uri: string, offset: number): void {
    const bindsXml = uri === XML_NAMESPACE;
    const forbidden =
      prefix === 'xmlns' || uri === XMLNS_NAMESPACE || (prefix === 'xml') !== bindsXml || (prefix !== '' && uri === '');
    if (forbidden) refuse('XML.NAMESPACE', offset, prefix === '' ? uri : `${prefix}=${uri}`);
    this.bindings.set(prefix, uri);
  }

  /** @throws XmlRefusal `XML.NAME`, `XML.PREFIX` */
  element(raw: string, offset: number): ResolvedName {
    const known = this.elements.get(raw);
    if (known !== undefined) return known;
    const resolved = this.resolve(raw, offset, false);
    this.elements.set(raw, resolved);
    return resolved;
  }

  /** As `element`, but a name without prefix is in no namespace. */
  attribute(raw: string, offset: number): ResolvedName {
    const known = this.attributes.get(raw);
    if (known !== undefined) return known;
    const resolved = this.resolve(raw, offset, true);
    this.attributes.set(raw, resolved);
    return resolved;
  }

  private resolve(raw: string, offset: number, isAttribute: boolean): ResolvedName {
    const split = splitQName(raw) ?? refuse('XML.NAME', offset, raw);
    const { prefix, local } = split;
    if (prefix === '' && isAttribute) return { raw, prefix, name: local, uri: '' };
    const uri = this.lookup(prefix);
    if (uri === undefined) return refuse('XML.PREFIX', offset, raw);
    return { raw, prefix, name: local, uri };
  }

  private lookup(prefix: string): string | undefined {
    return this.bindings.get(prefix) ?? this.outer?.lookup(prefix);
  }
}

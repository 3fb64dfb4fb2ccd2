import { refuse } from './fault.js';
import { interned } from './interned.js';
import { splitQName, type SplitName } from './names.js';

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
    this.bindings.set(prefix, interned(uri));
  }

  /** The namespace of an element's name. @throws XmlRefusal `XML.PREFIX` */
  uriOf({ prefix, raw }: SplitName, offset: number): string {
    return this.lookup(prefix) ?? refuse('XML.PREFIX', offset, raw);
  }

  /** A name without prefix is in no namespace. @throws XmlRefusal `XML.NAME`, `XML.PREFIX` */
  attribute(raw: string, offset: number): ResolvedName {
    const known = this.attributes.get(raw);
    if (known !== undefined) return known;
    const resolved = this.resolve(raw, offset);
    this.attributes.set(raw, resolved);
    return resolved;
  }

  private resolve(raw: string, offset: number): ResolvedName {
    const split = splitQName(raw) ?? refuse('XML.NAME', offset, raw);
    const { raw: name, prefix, local } = split;
    if (prefix === '') return { raw: name, prefix, name: local, uri: '' };
    return { raw: name, prefix, name: local, uri: this.uriOf(split, offset) };
  }

  private lookup(prefix: string): string | undefined {
    return this.bindings.get(prefix) ?? this.outer?.lookup(prefix);
  }
}

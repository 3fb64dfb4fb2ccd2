import type { XmlElement } from '#xml';

/** A document that may be changed. Own text stands before the children, which is enough for invoices. */
export interface Node {
  prefix: string;
  name: string;
  uri: string;
  attributes: { name: string; uri: string; value: string }[];
  children: Node[];
  text: string;
}

export function nodeOf(element: XmlElement): Node {
  const { prefix, name, uri, text } = element;
  return {
    prefix,
    name,
    uri,
    text,
    attributes: element.attributes.map((attribute) => ({ ...attribute })),
    children: element.children.map(nodeOf),
  };
}

/** Every node below with its parent, in document order. */
export function* within(node: Node): Generator<{ readonly node: Node; readonly parent: Node }> {
  for (const child of node.children) {
    yield { node: child, parent: node };
    yield* within(child);
  }
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** The document as text, every name space declared at the root. */
export function written(root: Node): string {
  const prefixes = new Map<string, string>();
  const uris = new Set<string>();
  const claim = (uri: string, wanted: string): void => {
    if (uri === '' || prefixes.has(uri)) return;
    const prefix = uris.has(wanted) ? `n${prefixes.size}` : wanted;
    uris.add(prefix);
    prefixes.set(uri, prefix);
  };
  for (const node of [root, ...[...within(root)].map((each) => each.node)]) {
    claim(node.uri, node.prefix);
    for (const { uri } of node.attributes) claim(uri, uri === XSI ? 'xsi' : `a${prefixes.size}`);
  }
  const declarations = [...prefixes].map(([uri, prefix]) => ` xmlns${prefix && ':'}${prefix}="${escaped(uri)}"`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${render(root, prefixes, declarations.join(''), '')}\n`;
}

function render(node: Node, prefixes: ReadonlyMap<string, string>, extra: string, indent: string): string {
  const qualified = (uri: string, name: string): string => {
    const prefix = prefixes.get(uri) ?? '';
    return prefix === '' ? name : `${prefix}:${name}`;
  };
  const name = qualified(node.uri, node.name);
  const attributes = node.attributes.map(
    (each) =>
      ` ${qualified(each.uri, each.name)}="${escaped(each.value).replace(/\n/g, '&#10;').replace(/\t/g, '&#9;')}"`,
  );
  const open = `${indent}<${name}${extra}${attributes.join('')}`;
  if (node.children.length === 0) return node.text === '' ? `${open}/>` : `${open}>${escaped(node.text)}</${name}>`;
  const inner = node.children.map((child) => render(child, prefixes, '', `${indent}  `)).join('\n');
  return `${open}>${escaped(node.text.trim())}\n${inner}\n${indent}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

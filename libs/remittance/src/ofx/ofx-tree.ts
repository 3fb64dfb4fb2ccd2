/** An OFX aggregate: its leaves by name and its aggregates in order. */
export interface OfxNode {
  readonly name: string;
  readonly leaves: Map<string, string>;
  readonly children: OfxNode[];
}

const TOKEN = /<(\/?)([A-Za-z0-9._]{1,40})>([^<]*)/g;
const MAX_DEPTH = 30;

/**
 * OFX 1 (SGML, leaves are not closed) and OFX 2 (XML) into one tree: a tag followed by text is a leaf, any other opens an
 * aggregate that its end tag closes. Undefined when the aggregates do not close or nest too deeply.
 */
export function ofxTree(text: string): OfxNode | undefined {
  const root: OfxNode = { name: '', leaves: new Map(), children: [] };
  const stack = [root];
  for (const match of withoutComments(text).matchAll(TOKEN)) {
    const [, slash = '', rawName = '', rawText = ''] = match;
    const name = rawName.toUpperCase();
    const top = stack.at(-1) ?? root;
    const value = decode(rawText.trim());
    if (slash === '' && value !== '') {
      if (!top.leaves.has(name)) top.leaves.set(name, value);
    } else if (slash === '') {
      const node: OfxNode = { name, leaves: new Map(), children: [] };
      top.children.push(node);
      stack.push(node);
      if (stack.length > MAX_DEPTH) return undefined;
    } else closeTo(stack, name);
  }
  return stack.length === 1 ? root : undefined;
}

function withoutComments(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', start);
    if (end < 0) break;
    kept.push(text.slice(from, start));
    from = end + 3;
  }
  return kept.join('') + text.slice(from);
}

/** Closes an aggregate. An end tag of a leaf closes nothing; empty leaves opened on the way are dropped. */
function closeTo(stack: OfxNode[], name: string): void {
  const at = stack.findLastIndex((node) => node.name === name);
  if (at > 0) stack.length = at;
}

function decode(text: string): string {
  return text.replace(/&(amp|lt|gt|nbsp);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>' })[name] ?? ' ');
}

/** Every aggregate of that name below a node. */
export function ofxAll(node: OfxNode, name: string): OfxNode[] {
  return node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...ofxAll(child, name)]);
}

import type { RawOrder } from './raw-order.js';
import type { UblRow } from './ubl-order.map.js';
import type { UblNode } from './ubl-tree.js';

const NAMESPACES: Record<string, string> = {
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
};

type Step = string | number;

/** Child elements along a path such as `cac:Delivery/cac:DeliveryLocation`, in document order. */
export function select(node: UblNode, path: string): UblNode[] {
  return path.split('/').reduce<UblNode[]>(
    (nodes, step) => {
      const [prefix, name] = step.split(':') as [string, string];
      return nodes.flatMap((one) =>
        one.children.filter((child) => child.name === name && child.uri === NAMESPACES[prefix]),
      );
    },
    [node],
  );
}

/** Walks the rows of a table over an element and sets what it finds, with element path and line as origin. */
export class UblCursor {
  private readonly read = new Set<UblNode>();

  constructor(private readonly raw: RawOrder) {}

  fill(node: UblNode, at: string, path: readonly Step[], rows: readonly UblRow[]): void {
    this.raw.mark(path, { row: node.line, field: at });
    for (const row of rows) this.fillRow(node, at, path, row);
  }

  private fillRow(node: UblNode, at: string, path: readonly Step[], row: UblRow): void {
    for (const from of row.from) {
      const attributeAt = from.indexOf('/@');
      const elementPath = attributeAt < 0 ? from : from.slice(0, attributeAt);
      for (const found of select(node, elementPath)) {
        const value = attributeAt < 0 ? found.text : (found.attributes[from.slice(attributeAt + 2)] ?? '').trim();
        if (value === '') continue;
        this.read.add(found);
        this.raw.set([...path, ...steps(row.to)], value, { row: found.line, field: at + from, value });
        return;
      }
    }
  }

  /** Paths of the elements with text that no table row has read, each once, in document order. */
  unread(root: UblNode): string[] {
    const paths = new Set<string>();
    const walk = (node: UblNode, path: string): void => {
      if (node.text !== '' && node.children.length === 0 && !this.read.has(node)) paths.add(path);
      for (const child of node.children) walk(child, path === '' ? child.name : `${path}/${child.name}`);
    };
    walk(root, '');
    return [...paths];
  }

  markRead(node: UblNode): void {
    this.read.add(node);
  }
}

function steps(dotted: string): Step[] {
  return dotted.split('.');
}

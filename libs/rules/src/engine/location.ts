import type { XmlElement } from '#xml';

/** Writes paths with positions; remembers the positions of siblings, so that many findings stay cheap. */
export class Locator {
  private readonly positions = new Map<XmlElement, number>();
  private counted = 0;

  /** `/Invoice/cac:InvoiceLine[2]/cbc:ID`, with the prefixes of the document; a position where siblings share the name. */
  locate(element: XmlElement, attribute?: string): string {
    let location = attribute === undefined ? '' : `/@${attribute}`;
    for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
      location = `/${this.step(at)}${location}`;
    }
    return location;
  }

  private step(element: XmlElement): string {
    const { parent } = element;
    if (parent === undefined) return qualified(element);
    let position = this.positions.get(element);
    if (position === undefined && this.counted < FEW) {
      this.counted += 1;
      position = positionOf(element, parent);
      this.positions.set(element, position);
    } else if (position === undefined) {
      this.number(parent);
      position = this.positions.get(element);
    }
    return position === ALONE ? qualified(element) : `${qualified(element)}[${position}]`;
  }

  private number(parent: XmlElement): void {
    // Children are of one namespace but for odd documents; a name holds no blank, so that the keys cannot meet.
    const uri = parent.children[0]?.uri;
    const key = (element: XmlElement) => (element.uri === uri ? element.name : `${element.uri} ${element.name}`);
    const seen = new Map<string, { count: number; readonly first: XmlElement }>();
    for (const child of parent.children) {
      const same = seen.get(key(child));
      if (same === undefined) {
        seen.set(key(child), { count: 1, first: child });
        this.positions.set(child, ALONE);
        continue;
      }
      same.count += 1;
      if (same.count === 2) this.positions.set(same.first, 1);
      this.positions.set(child, same.count);
    }
  }
}

/** So many elements are found by counting their siblings; where there are more findings, all siblings are numbered at once. */
const FEW = 32;

function positionOf(element: XmlElement, parent: XmlElement): number {
  let [position, count] = [0, 0];
  for (const child of parent.children) {
    if (child.name !== element.name || child.uri !== element.uri) continue;
    count += 1;
    if (child === element) position = count;
  }
  return count === 1 ? ALONE : position;
}

/** Stands for the position of an element without a sibling of its name. */
const ALONE = 0;

function qualified(element: XmlElement): string {
  return element.prefix === '' ? element.name : `${element.prefix}:${element.name}`;
}

import type { XmlElement } from '#xml';

/** Writes paths with positions; remembers the positions of siblings, so that many findings stay cheap. */
export class Locator {
  private readonly steps = new Map<XmlElement, string>();

  /** `/Invoice/cac:InvoiceLine[2]/cbc:ID`, with the prefixes of the document; a position where siblings share the name. */
  locate(element: XmlElement, attribute?: string): string {
    let location = attribute === undefined ? '' : `/@${attribute}`;
    for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
      location = `/${this.step(at)}${location}`;
    }
    return location;
  }

  private step(element: XmlElement): string {
    const known = this.steps.get(element);
    if (known !== undefined) return known;
    const { parent } = element;
    if (parent === undefined) return qualified(element);
    this.number(parent);
    return this.steps.get(element) as string;
  }

  private number(parent: XmlElement): void {
    const totals = new Map<string, number>();
    const key = (element: XmlElement) => `${element.uri} ${element.name}`;
    for (const child of parent.children) totals.set(key(child), (totals.get(key(child)) ?? 0) + 1);
    const seen = new Map<string, number>();
    for (const child of parent.children) {
      const position = (seen.get(key(child)) ?? 0) + 1;
      seen.set(key(child), position);
      const name = qualified(child);
      this.steps.set(child, (totals.get(key(child)) ?? 0) > 1 ? `${name}[${position}]` : name);
    }
  }
}

function qualified(element: XmlElement): string {
  return element.prefix === '' ? element.name : `${element.prefix}:${element.name}`;
}

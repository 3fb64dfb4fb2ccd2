import { characterData } from './character-data.js';
import type { SplitName } from './names.js';
import type { SourceText } from './source-text.js';
import type { XmlAttribute, XmlElement, XmlPosition } from './tree.js';

const NONE: never[] = [];

/** An element over its source text: position and character data are worked out when they are asked for. */
export class SourceElement implements XmlElement {
  readonly name: string;
  /** Filled when the end tag is read. */
  children: readonly SourceElement[] = NONE;
  attributes: readonly XmlAttribute[];
  /** Offsets of the content, between the tags; equal for an empty element. */
  contentStart = 0;
  contentEnd = 0;
  /** Offset behind the whole element. */
  end = 0;
  private ownText: string | undefined;
  private byName: Map<string, SourceElement[]> | undefined;

  constructor(
    private readonly source: SourceText,
    /** Offset of the `<` of the start tag. */
    readonly start: number,
    readonly named: SplitName,
    readonly uri: string,
    attributes: readonly XmlAttribute[] | undefined,
    readonly parent: SourceElement | undefined,
  ) {
    this.name = named.local;
    this.attributes = attributes ?? NONE;
  }

  get prefix(): string {
    return this.named.prefix;
  }

  childrenNamed(name: string): readonly SourceElement[] {
    return (this.byName ??= this.indexChildren()).get(name) ?? NONE;
  }

  private indexChildren(): Map<string, SourceElement[]> {
    const index = new Map<string, SourceElement[]>();
    for (const child of this.children) {
      const named = index.get(child.name);
      if (named === undefined) index.set(child.name, [child]);
      else named.push(child);
    }
    return index;
  }

  get position(): XmlPosition {
    return this.source.positionOf(this.start);
  }

  get text(): string {
    return (this.ownText ??= this.readText());
  }

  private readText(): string {
    const { text } = this.source;
    let result = '';
    let from = this.contentStart;
    for (const child of this.children) {
      result += characterData(text.slice(from, child.start));
      from = child.end;
    }
    return result + characterData(text.slice(from, this.contentEnd));
  }
}

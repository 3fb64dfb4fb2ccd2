import { characterData } from './character-data.js';
import type { ResolvedName } from './namespaces.js';
import type { SourceText } from './source-text.js';
import type { XmlAttribute, XmlElement, XmlPosition } from './tree.js';

const NONE: never[] = [];

/** An element over its source text: position and character data are worked out when they are asked for. */
export class SourceElement implements XmlElement {
  readonly name: string;
  readonly uri: string;
  children: SourceElement[] = NONE;
  attributes: readonly XmlAttribute[];
  /** Offsets of the content, between the tags; equal for an empty element. */
  contentStart = 0;
  contentEnd = 0;
  /** Offset behind the whole element. */
  end = 0;
  private ownText: string | undefined;

  constructor(
    private readonly source: SourceText,
    /** Offset of the `<` of the start tag. */
    readonly start: number,
    readonly resolved: ResolvedName,
    attributes: readonly XmlAttribute[] | undefined,
    readonly parent: SourceElement | undefined,
  ) {
    this.name = resolved.name;
    this.uri = resolved.uri;
    this.attributes = attributes ?? NONE;
    if (parent !== undefined) {
      if (parent.children === NONE) parent.children = [this];
      else parent.children.push(this);
    }
  }

  get prefix(): string {
    return this.resolved.prefix;
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

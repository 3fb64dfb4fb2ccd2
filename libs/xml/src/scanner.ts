import { expandReferences } from './character-data.js';
import { refuse, XmlRefusal } from './fault.js';
import type { XmlLimits } from './limits.js';
import { endOfName, hashOfName, skipSpace } from './lexical.js';
import { isNcName, nameAt } from './names.js';
import { NamespaceScope } from './namespaces.js';
import { SourceElement } from './source-element.js';
import { SourceText } from './source-text.js';
import { readAttributes, type TagAttributes } from './tag-attributes.js';

const DECLARATION =
  /^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\n]*\?>/;

const SLASH = 47;
const GREATER = 62;
/** One pass over the text: checks everything XML 1.0 calls a fatal error and builds the tree. */
export class Scanner {
  private readonly text: string;
  private readonly scopes: NamespaceScope[] = [];
  private scope = NamespaceScope.root();
  private open: SourceElement | undefined;
  /**
   * Elements whose parent is still open, and how many had been there before each open one began. An element's children are
   * cut off at its end tag, so that their list has exactly their number: lists that grow one by one reserve many times that.
   */
  private readonly waiting: SourceElement[] = [];
  private waitingCount = 0;
  private readonly marks: number[] = [];
  private root: SourceElement | undefined;
  private depth = 0;
  private nodes = 0;
  /** Next `&` and next `]]>` at or after the text being looked at; they only move forward, so the scan stays linear. */
  private nextReference = -1;
  private nextCdataEnd = -1;

  constructor(
    private readonly source: SourceText,
    private readonly limits: XmlLimits,
  ) {
    this.text = source.text;
  }

  /** @throws XmlRefusal */
  read(): SourceElement {
    const { text } = this;
    let at = this.skipDeclaration();
    for (let tag = text.indexOf('<', at); tag >= 0; tag = text.indexOf('<', at)) {
      if (tag > at) this.checkText(at, tag);
      at = this.readMarkup(tag);
    }
    if (this.open !== undefined) refuse('XML.UNCLOSED', text.length, `<${this.open.named.raw}>`);
    if (at < text.length) this.checkText(at, text.length);
    return this.root ?? refuse('XML.EMPTY', text.length);
  }

  private skipDeclaration(): number {
    if (!/^<\?xml[ \t\n?]/.test(this.text.slice(0, 6))) return 0;
    const match = DECLARATION.exec(this.text.slice(0, 1000));
    return match ? match[0].length : refuse('XML.DECLARATION', 0, this.text.slice(0, 60));
  }

  private readMarkup(tag: number): number {
    switch (this.text.charCodeAt(tag + 1)) {
      case SLASH:
        return this.readEndTag(tag);
      case 33:
        return this.readDeclarationLike(tag);
      case 63:
        return this.readInstruction(tag);
      default:
        return this.readStartTag(tag);
    }
  }

  private checkText(from: number, to: number): void {
    if (this.open === undefined) {
      const stray = skipSpace(this.text, from);
      if (stray < to) refuse(this.root ? 'XML.TRAILING' : 'XML.SYNTAX', stray, this.text.slice(stray, stray + 40));
      return;
    }
    if (this.nextReference < from) this.nextReference = this.find('&', from);
    if (this.nextReference < to) expandReferences(this.text.slice(from, to), from);
    if (this.nextCdataEnd < from) this.nextCdataEnd = this.find(']]>', from);
    if (this.nextCdataEnd < to) refuse('XML.SYNTAX', this.nextCdataEnd, ']]>');
  }

  private find(what: string, from: number): number {
    const at = this.text.indexOf(what, from);
    return at < 0 ? Infinity : at;
  }

  private readStartTag(tag: number): number {
    const { text } = this;
    const nameEnd = endOfName(text, tag + 1);
    const length = nameEnd - tag - 1;
    if (length === 0) refuse(nameEnd < text.length ? 'XML.NAME' : 'XML.UNCLOSED', tag, text.slice(tag, tag + 20));
    if (length > this.limits.maxNameLength) refuse('XML.NAME_LENGTH', tag, text.slice(tag + 1, nameEnd));
    if (this.root !== undefined && this.open === undefined) {
      refuse('XML.TRAILING', tag, `<${text.slice(tag + 1, nameEnd)}`);
    }
    if (++this.depth > this.limits.maxDepth) refuse('XML.DEPTH', tag, `<${text.slice(tag + 1, nameEnd)}>`);
    this.countNodes(1, tag);
    if (text.charCodeAt(nameEnd) === GREATER) return this.begin(tag, nameEnd, undefined, nameEnd);
    const attributes = readAttributes(text, nameEnd, this.scope, this.limits);
    this.countNodes(attributes.count, tag);
    return this.begin(tag, nameEnd, attributes, attributes.end);
  }

  private countNodes(count: number, offset: number): void {
    this.nodes += count;
    if (this.nodes > this.limits.maxNodes) refuse('XML.NODES', offset, String(this.nodes));
  }

  /**
   * @param nameEnd where the name of the element ends
   * @param at offset of the `>` or `/>` of the start tag
   */
  private begin(tag: number, nameEnd: number, attributes: TagAttributes | undefined, at: number): number {
    const outer = this.scope;
    const scope = attributes === undefined ? outer : attributes.scope;
    const { text } = this;
    const hash = hashOfName(text, tag + 1, nameEnd);
    const name = nameAt(text, tag + 1, nameEnd, hash) ?? refuse('XML.NAME', tag, text.slice(tag + 1, nameEnd));
    const uri = scope.uriOf(name, tag);
    const element = new SourceElement(this.source, tag, name, uri, attributes?.list, this.open);
    if (this.open === undefined) this.root = element;
    else this.waiting[this.waitingCount++] = element;
    if (this.text.charCodeAt(at) === SLASH) {
      if (this.text.charCodeAt(at + 1) !== GREATER) refuse('XML.SYNTAX', at, this.text.slice(tag, at + 2));
      element.contentStart = element.contentEnd = element.end = at + 2;
      this.depth -= 1;
      return at + 2;
    }
    element.contentStart = at + 1;
    this.scopes.push(outer);
    this.marks.push(this.waitingCount);
    this.scope = scope;
    this.open = element;
    return at + 1;
  }

  private readEndTag(tag: number): number {
    const { text, open } = this;
    if (open === undefined) return refuse('XML.NESTING', tag, text.slice(tag, tag + 40));
    const { raw } = open.named;
    let at = tag + 2 + raw.length;
    if (!text.startsWith(raw, tag + 2)) return this.refuseEndTag(tag);
    if (text.charCodeAt(at) !== GREATER) {
      at = skipSpace(text, at);
      if (text.charCodeAt(at) !== GREATER) return this.refuseEndTag(tag);
    }
    open.contentEnd = tag;
    open.end = at + 1;
    const mark = this.marks.pop() as number;
    if (mark < this.waitingCount) {
      open.children = this.waiting.slice(mark, this.waitingCount);
      this.waitingCount = mark;
    }
    this.open = open.parent;
    this.scope = this.scopes.pop() as NamespaceScope;
    this.depth -= 1;
    return at + 1;
  }

  private refuseEndTag(tag: number): never {
    const end = this.text.indexOf('>', tag);
    throw new XmlRefusal(end < 0 ? 'XML.UNCLOSED' : 'XML.NESTING', tag, this.text.slice(tag, tag + 60));
  }

  private readDeclarationLike(tag: number): number {
    const { text } = this;
    if (text.startsWith('<!--', tag)) return this.readComment(tag);
    if (text.startsWith('<![CDATA[', tag)) {
      if (this.open === undefined) refuse(this.root ? 'XML.TRAILING' : 'XML.SYNTAX', tag, '<![CDATA[');
      const end = text.indexOf(']]>', tag + 9);
      return end < 0 ? refuse('XML.UNCLOSED', tag, '<![CDATA[') : end + 3;
    }
    return refuse(text.startsWith('<!DOCTYPE', tag) ? 'XML.DTD' : 'XML.SYNTAX', tag, text.slice(tag, tag + 40));
  }

  private readComment(tag: number): number {
    const dashes = this.text.indexOf('--', tag + 4);
    if (dashes < 0) return refuse('XML.UNCLOSED', tag, '<!--');
    // Section 2.5: `--` may not stand inside a comment.
    if (this.text.charCodeAt(dashes + 2) !== GREATER) refuse('XML.SYNTAX', dashes, '--');
    return dashes + 3;
  }

  private readInstruction(tag: number): number {
    const { text } = this;
    const end = text.indexOf('?>', tag + 2);
    if (end < 0) return refuse('XML.UNCLOSED', tag, '<?');
    const at = endOfInstructionTarget(text, tag + 2, end);
    const target = text.slice(tag + 2, at);
    if (target.toLowerCase() === 'xml') refuse('XML.DECLARATION', tag, '<?xml');
    if (!isNcName(target)) refuse('XML.NAME', tag, `<?${target.slice(0, 40)}`);
    return end + 2;
  }
}

function endOfInstructionTarget(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) !== 32 && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 9) at += 1;
  return at;
}

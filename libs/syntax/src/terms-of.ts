import type { XmlElement } from '#xml';
import type { Content, ElementNode } from './plan.js';
import { predicateHolds } from './predicate.js';
import { detectSyntax, planOf, type DocumentSyntaxId } from './syntax.js';

/**
 * The business terms and groups that an element stands for, e.g. `['BT-9']`; empty when it has no place in the model.
 * Where elements share a name, the document's own values tell which one it is.
 */
export function termsOf(element: XmlElement): readonly string[] {
  const chain: XmlElement[] = [];
  for (let at: XmlElement | undefined = element; at; at = at.parent) chain.unshift(at);
  const syntax = detectSyntax(chain[0] as XmlElement);
  if (syntax === undefined) return [];
  let node: ElementNode = planOf(syntax).root;
  for (const step of chain.slice(1)) {
    const next = node.byName.get(step.name)?.find((candidate) => {
      const { predicate, uri } = candidate.step;
      return uri === step.uri && (predicate === undefined || predicateHolds(predicate, step, {}));
    });
    if (next === undefined) return [];
    node = next;
  }
  return ownTerms(node);
}

/**
 * As `termsOf` for a path, with or without positions and predicates: `/Invoice/cac:InvoiceLine[2]/cbc:ID`,
 * `.../cbc:ID/@schemeID`. Prefixes are not looked at. Where elements share a name, the terms of all of them.
 */
export function termsAt(syntax: DocumentSyntaxId, path: string): readonly string[] {
  const names = path
    .replace(/\[[^\]]*\]/g, '')
    .split('/')
    .filter((step) => step !== '');
  const attribute = names[names.length - 1]?.startsWith('@') ? names.pop()?.slice(1) : undefined;
  let nodes: ElementNode[] = [planOf(syntax).root];
  for (const step of names.slice(1)) {
    const name = step.slice(step.indexOf(':') + 1);
    nodes = nodes.flatMap((node) => node.byName.get(name) ?? []);
  }
  const found = nodes.flatMap((node) =>
    attribute === undefined ? ownTerms(node) : contentTerms(node.attributes.get(attribute)),
  );
  return [...new Set(found)];
}

function ownTerms(node: ElementNode): string[] {
  const group = node.group === undefined || node.group.row.term === '' ? [] : [node.group.row.term];
  return [...new Set([...contentTerms(node.content), ...group])];
}

function contentTerms(content: Content | undefined): string[] {
  return content?.kind === 'value' && content.row.term !== '' ? [content.row.term] : [];
}

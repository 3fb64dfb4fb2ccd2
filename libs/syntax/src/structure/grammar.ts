import { FacteurError } from '#kernel';
import { interned } from '#xml';
import { existsSync, readFileSync } from 'node:fs';

export type GrammarId = 'ubl-2.1' | 'cii-d16b' | 'cii-d22b' | 'cdar-d22b';

/** A simple type: built-in type of XML Schema with the facets that the syntaxes use. */
export interface SimpleType {
  /** Built-in base type: `decimal`, `token` … */
  readonly b: string;
  /** Allowed values. */
  readonly e?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

type ParticleRow = readonly [name: string, namespace: number, type: number, min: number, max: number];
type AttributeRow = readonly [name: string, simple: number, required: 0 | 1, fixed?: string];

interface TypeRow {
  /** Sequence. */
  readonly m?: readonly ParticleRow[];
  /** Choice of one. */
  readonly c?: readonly ParticleRow[];
  /** Simple content. */
  readonly s?: number;
  /** Anything: `##any`, or `##other` for one element of another namespace. */
  readonly any?: string;
  readonly a?: readonly AttributeRow[];
}

interface GrammarFile {
  readonly id: GrammarId;
  readonly namespaces: readonly string[];
  readonly roots: Readonly<Record<string, readonly [namespace: number, type: number]>>;
  readonly simple: readonly SimpleType[];
  readonly types: readonly TypeRow[];
  readonly globals: Readonly<Record<string, number>>;
}

export interface Particle {
  readonly name: string;
  readonly uri: string;
  readonly type: number;
  readonly min: number;
  /** Infinity when unbounded. */
  readonly max: number;
}

export interface AttributeUse {
  readonly name: string;
  readonly type: SimpleType;
  readonly isRequired: boolean;
  readonly fixed: string | undefined;
}

/** What an element of a type may hold. */
export interface ElementType {
  readonly kind: 'sequence' | 'choice' | 'simple' | 'any' | 'empty';
  readonly particles: readonly Particle[];
  /** Index of each particle by local name; the generator makes sure that names are unique in a content model. */
  readonly indexOf: ReadonlyMap<string, number>;
  readonly simple: SimpleType | undefined;
  /** True when wildcard content must come from another namespace, and be one element. */
  readonly isOther: boolean;
  readonly attributes: ReadonlyMap<string, AttributeUse>;
  readonly required: readonly AttributeUse[];
}

/** A compact grammar of schemas/grammar, types unfolded when they are first met. */
export class Grammar {
  private readonly types: (ElementType | undefined)[];

  constructor(private readonly file: GrammarFile) {
    this.types = new Array<ElementType | undefined>(file.types.length);
  }

  /** Type index of a root element. */
  root(name: string, uri: string): number | undefined {
    const root = Object.hasOwn(this.file.roots, name) ? this.file.roots[name] : undefined;
    return root !== undefined && this.file.namespaces[root[0]] === uri ? root[1] : undefined;
  }

  /** Type index of an element that may stand in an extension and is declared. */
  global(name: string, uri: string): number | undefined {
    const key = `${this.file.namespaces.indexOf(uri)} ${name}`;
    return Object.hasOwn(this.file.globals, key) ? this.file.globals[key] : undefined;
  }

  type(index: number): ElementType {
    return (this.types[index] ??= this.unfold(this.file.types[index] as TypeRow));
  }

  private unfold(row: TypeRow): ElementType {
    const particles = (row.m ?? row.c ?? []).map(([name, namespace, type, min, max]) => ({
      name: interned(name),
      uri: interned(this.file.namespaces[namespace] as string),
      type,
      min,
      max: max < 0 ? Infinity : max,
    }));
    const attributes = (row.a ?? []).map(([name, simple, required, fixed]) => ({
      name,
      type: this.file.simple[simple] as SimpleType,
      isRequired: required === 1,
      fixed,
    }));
    return {
      kind: row.m ? 'sequence' : row.c ? 'choice' : row.s !== undefined ? 'simple' : row.any ? 'any' : 'empty',
      particles,
      indexOf: new Map(particles.map((particle, index) => [particle.name, index])),
      simple: row.s === undefined ? undefined : this.file.simple[row.s],
      isOther: row.any === '##other',
      attributes: new Map(attributes.map((attribute) => [attribute.name, attribute])),
      required: attributes.filter((attribute) => attribute.isRequired),
    };
  }
}

const loaded = new Map<GrammarId, Grammar>();
// From the source tree, and from the build, which lies one folder deeper.
const FOLDERS = ['../../../../schemas/grammar/', '../../../../../schemas/grammar/'];

/** The grammar, read and parsed on first use (1 to 3 ms), then kept. */
export function grammar(id: GrammarId): Grammar {
  let known = loaded.get(id);
  if (known === undefined) {
    known = new Grammar(JSON.parse(readFileSync(locate(`${id}.json`), 'utf8')) as GrammarFile);
    loaded.set(id, known);
  }
  return known;
}

function locate(name: string): URL {
  const found = FOLDERS.map((folder) => new URL(folder + name, import.meta.url)).find((url) => existsSync(url));
  if (found) return found;
  throw new FacteurError('SYNTAX.GRAMMAR', 'defect', 'A grammar is missing from the installation', { name });
}

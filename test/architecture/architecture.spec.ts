import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fileCycles, layerBreaches, oversized, type Layers } from './layers.js';
import { readSources, type SourceFile } from './source-tree.js';

const root = process.cwd();
const layers = JSON.parse(readFileSync(join(root, 'config/layers.json'), 'utf8')) as Layers;
const isProduct = (file: SourceFile) => !/\.(spec|bench)\.ts$/.test(file.path);
const isWritten = (file: SourceFile) => !/generated/.test(file.path);
const files = readSources(root, ['libs', 'apps']).filter(isProduct);

const file = (path: string, ...imports: string[]): SourceFile => ({ path, imports, lines: 10 });

describe('the architecture', () => {
  it('has sources to judge', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.some((each) => each.imports.length > 0)).toBe(true);
  });

  it('keeps the import layers of config/layers.json', () => {
    expect(layerBreaches(files, layers)).toEqual([]);
  });

  it('has no cycle between files', () => {
    const valueCycles = fileCycles(files.filter(isWritten).map(withoutTypeImports));
    expect(valueCycles).toEqual([]);
  });

  it('has no logic file above its size', () => {
    expect(oversized(files.filter(isWritten), layers)).toEqual([]);
  });

  it('lists only libraries that lie above those they import', () => {
    const order = Object.keys(layers.libraries);
    const upward = Object.entries(layers.libraries).flatMap(([name, allowed]) =>
      allowed
        .filter((each) => order.indexOf(each) >= order.indexOf(name) && name !== 'settings')
        .map((each) => `${name} → ${each}`),
    );
    expect(upward).toEqual([]);
  });
});

describe('the judge of the architecture can fail', () => {
  it.each([
    ['an upward import', file('libs/kernel/src/a.ts', '#invoice'), 'may not import invoice'],
    [
      'one connector importing another',
      file('libs/connectors/sink-sftp/src/a.ts', '#connectors/sink-https'),
      'may not import',
    ],
    ['a deep import', file('libs/rules/src/a.ts', '../../xml/src/tree.js'), 'leaves its library'],
    ['Nest in the domain', file('libs/flows/src/a.ts', '@nestjs/common'), 'without a container'],
    ['the testkit in the product', file('apps/gateway/src/a.ts', '#testkit'), 'for tests only'],
    ['its own public name', file('libs/xml/src/a.ts', '#xml'), 'its own library'],
    ['an unknown library', file('libs/utils/src/a.ts'), 'not in config/layers.json'],
  ])('on %s', (_name, wrong, message) => {
    expect(layerBreaches([wrong], layers).join()).toContain(message);
  });

  it('on a cycle', () => {
    expect(fileCycles([file('libs/a/src/x.ts', './y.js'), file('libs/a/src/y.ts', './x.js')])).toHaveLength(1);
  });

  it('on a long file', () => {
    expect(oversized([{ path: 'libs/a/src/x.ts', imports: [], lines: 351 }], layers)).toHaveLength(1);
    expect(oversized([{ path: 'libs/a/src/x.table.ts', imports: [], lines: 351 }], layers)).toEqual([]);
  });

  it('because it reads every form of import', () => {
    const [self] = readSources(root, ['test/architecture']).filter((each) =>
      each.path.endsWith('architecture.spec.ts'),
    );
    expect(self?.imports).toEqual(['node:fs', 'node:path', '@jest/globals', './layers.js', './source-tree.js']);
  });
});

/** Type-only imports vanish at run time, so a cycle through them does no harm. */
function withoutTypeImports(each: SourceFile): SourceFile {
  const text = readFileSync(join(root, each.path), 'utf8');
  const typeOnly = new Set(
    [...text.matchAll(/^(?:import|export) type [^'"]*?['"]([^'"]+)['"]/gm)].map((match) => match[1]),
  );
  return { ...each, imports: each.imports.filter((target) => !typeOnly.has(target)) };
}

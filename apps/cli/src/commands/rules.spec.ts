import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { main } from '../main.js';

let printed = '';
const write = process.stdout.write.bind(process.stdout);
const writeError = process.stderr.write.bind(process.stderr);
beforeEach(() => {
  printed = '';
  process.exitCode = 0;
  const catching = (chunk: unknown): boolean => {
    printed += String(chunk);
    return true;
  };
  process.stdout.write = catching;
  process.stderr.write = catching;
});
afterEach(() => {
  process.stdout.write = write;
  process.stderr.write = writeError;
  process.exitCode = 0;
});
const facteur = async (...words: string[]): Promise<string> => {
  await main(['node', 'facteur', ...words]);
  return printed;
};

describe('facteur rules', () => {
  it('lists packs with version and validity', async () => {
    expect(await facteur('rules', 'list')).toMatch(/fr-ctc +1\.4\.0 +from 2026-09-01, \d+ rules/);
    printed = '';
    const packs = JSON.parse(await facteur('rules', 'list', '--format', 'json')) as { id: string }[];
    expect(packs.map(({ id }) => id)).toEqual(expect.arrayContaining(['fr-ctc', 'fr-ctc-extended', 'fr-cdar']));
  });

  it('shows a rule in either language', async () => {
    expect(await facteur('rules', 'show', 'fr-ctc', 'BR-FR-12_BT-49')).toContain('Buyer electronic address');
    printed = '';
    expect(await facteur('rules', 'show', 'fr-ctc@1.4.0', 'BR-FR-12_BT-49', '--lang', 'fr')).toContain('Adresse');
  });

  it('says which options a rehearsal has', async () => {
    const help = await facteur('rules', 'rehearse', '--help').catch(() => printed);
    expect(help).toContain('--days');
    expect(help).toContain('Exit codes');
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { format } from 'prettier';
import { catalogueDocument } from './catalogue-document.js';

it('docs/metrics.md is what the catalogue says', async () => {
  const file = join(process.cwd(), 'docs', 'metrics.md');
  const made = await format(catalogueDocument(), { parser: 'markdown', printWidth: 128 });
  if (process.env['UPDATE_SCHEMAS'] === '1' && !process.env['CI']) writeFileSync(file, made);
  expect(readFileSync(file, 'utf8')).toBe(made);
});

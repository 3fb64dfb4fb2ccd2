import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readRemittanceAdvices, readStatements } from './index.js';

const FOLDER = join(process.cwd(), '..', 'shared', 'corpora', 'bank');
const isPresent = existsSync(FOLDER);
if (!isPresent) console.warn('SKIPPED: no sample bank files at ../shared/corpora/bank');

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

/** Cut short, a byte changed, a piece doubled, line ends changed: what happens to files on their way. */
function damaged(bytes: Buffer, seed: number): Buffer {
  const at = (seed * 7919) % Math.max(1, bytes.length);
  switch (seed % 4) {
    case 0:
      return bytes.subarray(0, at);
    case 1: {
      const changed = Buffer.from(bytes);
      changed[at] = (seed * 31) % 256;
      return changed;
    }
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 200))]);
    default:
      return Buffer.from(
        bytes
          .toString('latin1')
          .replaceAll('\r\n', '\n')
          .replaceAll('\n', seed % 8 < 4 ? '\r\n' : '\r'),
        'latin1',
      );
  }
}

(isPresent ? describe : describe.skip)('a damaged file is read or refused with a reason, and never more', () => {
  it.each(isPresent ? filesBelow(FOLDER).map((file) => file.slice(FOLDER.length + 1)) : [])('%s', (name) => {
    const bytes = readFileSync(join(FOLDER, name));
    for (let seed = 0; seed < 24; seed += 1) {
      const file = damaged(bytes, seed);
      for (const result of [readStatements(file), readRemittanceAdvices(file)]) {
        if (!result.ok) expect(result.error.every((one) => one.message.fr !== '' && one.remedy.en !== '')).toBe(true);
        if (!result.ok) expect(result.error.length).toBeGreaterThan(0);
      }
    }
  });
});

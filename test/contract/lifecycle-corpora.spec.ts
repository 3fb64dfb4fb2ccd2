import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { lifecycleState, statusesOf } from '#lifecycle';
import { readCdar } from '#syntax';
import { readXml } from '#xml';

const FOLDER = '../shared/corpora/fr-ctc/cdar';
const isHere = existsSync(FOLDER);
if (!isHere) console.warn(`skipped: statuses of published lifecycle messages (${FOLDER} is not here)`);

(isHere ? it : it.skip)('takes a status out of every published lifecycle message', () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.xml'));
  expect(files.length).toBeGreaterThan(20);
  const codes = new Set<string>();
  for (const file of files) {
    const document = readXml(readFileSync(join(FOLDER, file)));
    const message = document.ok ? readCdar(document.value).message : undefined;
    if (!message) throw new Error(file);
    const { statuses, problems } = statusesOf(message);
    expect({ file, count: statuses.length > 0, problems: problems.map((each) => each.code) }).toEqual({
      file,
      count: true,
      problems: [],
    });
    const history = statuses.map(({ status }) => status);
    for (const { code } of history) codes.add(code);
    expect(lifecycleState([...history, ...history])).toEqual(lifecycleState(history));
    // Read again, the same message gives the same keys.
    expect(statusesOf(message).statuses.map((each) => each.status.key)).toEqual(history.map((each) => each.key));
  }
  expect(codes.size).toBeGreaterThan(10);
});

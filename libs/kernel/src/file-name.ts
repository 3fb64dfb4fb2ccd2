import { FacteurError } from './errors.js';
import { sha256 } from './ids.js';

/** What a file name template may speak of. All values are free text from outside, except `date`. */
export interface FileNameValues {
  /** Invoice number: the one value that is unique. */
  readonly number: string;
  /** E.g. `invoice` or `credit-note`. */
  readonly type: string;
  /** Issue date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly buyer: string;
  /** Without the dot, e.g. `xml`. */
  readonly extension: string;
}

const MAX_LENGTH = 120;
const PLACEHOLDER = /\{([a-z]*)\}/g;
const SAFE = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;
/** Device names that Windows keeps for itself whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/** True for a plain name of at most 120 characters that means the same to every file system and hides nothing. */
export function isSafeFileName(name: string): boolean {
  return name.length <= MAX_LENGTH && SAFE.test(name) && !name.includes('..') && !RESERVED.test(name);
}

/**
 * The name of an outgoing file. Placeholders: `{number}` `{type}` `{date}` `{buyer}` `{extension}`. Every character
 * outside `A-Za-z0-9._-` becomes `-`, so no value can leave the directory. Whenever the number did not survive as it
 * is (a character replaced, cut, or the template leaves it out), eight hexadecimal digits of its SHA-256 join the name,
 * so that two numbers never share one.
 * @throws FacteurError `FILE_NAME.PLACEHOLDER` (precondition) for a placeholder that does not exist.
 */
export function renderFileName(template: string, values: FileNameValues): string {
  const extension = values.extension
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 10);
  const text = template.replace(PLACEHOLDER, (_whole, name: string) => {
    if (name === 'extension') return extension;
    if (!isPlaceholder(name)) throw unknownPlaceholder(name);
    return plain(values[name]);
  });
  const suffix = extension !== '' && text.endsWith(`.${extension}`) ? `.${extension}` : '';
  const stem = trimmed(plain(text.slice(0, text.length - suffix.length)));
  const hash = `-${sha256(values.number).slice(0, 8)}`;
  if (stem !== '' && stem.includes(values.number) && isSafeFileName(stem + suffix)) return stem + suffix;
  const room = MAX_LENGTH - suffix.length - hash.length - 1;
  const name = trimmed(stem).slice(0, room) + hash + suffix;
  return SAFE.test(name) && !RESERVED.test(name) ? name : `_${name}`;
}

function isPlaceholder(name: string): name is keyof FileNameValues {
  return name === 'number' || name === 'type' || name === 'date' || name === 'buyer';
}

function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, '-').replace(/\.{2,}/g, '-');
}

/** No hidden file, no name that a command line takes for an option, no trailing dot that Windows drops. */
function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && (text[from] === '.' || text[from] === '-')) from += 1;
  while (to > from && text[to - 1] === '.') to -= 1;
  return text.slice(from, to);
}

function unknownPlaceholder(name: string): FacteurError {
  return new FacteurError('FILE_NAME.PLACEHOLDER', 'precondition', 'No such placeholder in a file name template', {
    placeholder: name.slice(0, 40),
    known: ['number', 'type', 'date', 'buyer', 'extension'],
  });
}

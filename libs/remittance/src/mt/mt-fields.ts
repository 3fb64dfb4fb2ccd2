/** One field `:61:…` with its continuation lines and the line it starts on, 1-based. */
export interface MtField {
  readonly tag: string;
  readonly lines: readonly string[];
  readonly row: number;
}

const TAG = /^:(\d{2}[A-Z]?):(.*)$/;

/**
 * Splits MT940/942 into statements of fields. A statement starts at `:20:`, or at `:25:` once the one before has a closing
 * balance; SWIFT envelopes, dashes and whatever stands before the first field are no part of it.
 */
export function mtStatements(text: string): MtField[][] {
  const statements: MtField[][] = [];
  let current: OpenField[] = [];
  let isOpen = false;
  const close = (): void => {
    if (current.length > 0) statements.push(current);
    current = [];
    isOpen = false;
  };
  text.split(/\r\n|\n|\r/).forEach((raw, at) => {
    const line = raw.replace(/^(?:\{[^}]{0,80}\})*\{4:/, '').replace(/[\u0000-\u0008\u000E-\u001F]/g, '');
    const match = TAG.exec(line);
    if (match !== null) {
      const [, tag = '', rest = ''] = match;
      const isNext = tag === '20' || (tag === '25' && current.some((field) => field.tag.startsWith('62')));
      if (isNext && current.length > 0) close();
      current.push({ tag, lines: [rest], row: at + 1 });
      isOpen = true;
    } else if (/^-(\}|$)/.test(line.trim()) && isOpen) close();
    else if (isOpen && line.trim() !== '') current.at(-1)?.lines.push(line);
  });
  close();
  return statements;
}

/** A field while its continuation lines are still being read. */
interface OpenField {
  readonly tag: string;
  readonly lines: string[];
  readonly row: number;
}

import { FontProgramError } from './font-program.js';

export interface Type2Context {
  readonly subroutines: readonly Buffer[];
  readonly globalSubroutines: readonly Buffer[];
}

const MAX_STEPS = 200_000;
/** Operators whose odd (or surplus) first argument is the width: operator to number of its own arguments, `even` for pairs. */
const OWN_ARGUMENTS: Readonly<Record<number, number | 'even'>> = {
  1: 'even',
  3: 'even',
  18: 'even',
  23: 'even',
  19: 'even',
  20: 'even',
  21: 2,
  22: 1,
  4: 1,
};

/**
 * The width argument of a Type 2 charstring relative to `nominalWidthX`, or `default` where the glyph has the default width
 * (Technical Note 5177, 3.1): the first stack-clearing operator decides.
 */
export function type2Width(charstring: Buffer, context: Type2Context): number | 'default' {
  const stack: number[] = [];
  let steps = 0;
  const run = (code: Buffer, depth: number): number | 'default' | undefined => {
    if (depth > 10) throw new FontProgramError('subroutines nested too deep');
    for (let at = 0; at < code.length;) {
      if ((steps += 1) > MAX_STEPS) throw new FontProgramError('a glyph too long');
      const byte = code[at] as number;
      const number = numberAt(code, at, byte);
      if (number) {
        stack.push(number.value);
        at += number.size;
        continue;
      }
      at += 1;
      if (byte === 10 || byte === 29) {
        const list = byte === 10 ? context.subroutines : context.globalSubroutines;
        const called = list[(stack.pop() ?? 0) + biasOf(list.length)];
        if (!called) throw new FontProgramError('a missing subroutine');
        const width = run(called, depth + 1);
        if (width !== undefined) return width;
      } else if (byte === 11) return undefined;
      else return widthBefore(byte, stack);
    }
    return undefined;
  };
  const width = run(charstring, 0);
  if (width === undefined) throw new FontProgramError('a glyph without end');
  return width;
}

function widthBefore(operator: number, stack: readonly number[]): number | 'default' {
  const count = stack.length;
  const first = stack[0] ?? 0;
  // endchar: alone, or with the four arguments of an accented character.
  if (operator === 14) return count === 1 || count === 5 ? first : 'default';
  const own = OWN_ARGUMENTS[operator];
  if (own === undefined) throw new FontProgramError(`a glyph begins with operator ${operator}`);
  const surplus = own === 'even' ? count % 2 === 1 : count > own;
  return surplus ? first : 'default';
}

function biasOf(count: number): number {
  return count < 1240 ? 107 : count < 33_900 ? 1131 : 32_768;
}

/** A number of a Type 2 charstring, undefined for an operator. */
function numberAt(code: Buffer, at: number, byte: number): { value: number; size: number } | undefined {
  const next = (offset: number): number => code[at + offset] ?? 0;
  if (byte === 28) return { value: ((next(1) << 24) | (next(2) << 16)) >> 16, size: 3 };
  if (byte < 32) return undefined;
  if (byte <= 246) return { value: byte - 139, size: 1 };
  if (byte <= 250) return { value: (byte - 247) * 256 + next(1) + 108, size: 2 };
  if (byte <= 254) return { value: -(byte - 251) * 256 - next(1) - 108, size: 2 };
  return { value: ((next(1) << 24) | (next(2) << 16) | (next(3) << 8) | next(4)) / 65_536, size: 5 };
}

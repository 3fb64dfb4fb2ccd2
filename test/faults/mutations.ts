/** Pieces that readers have stumbled over, whatever the format. */
const TOKENS = [
  '\u0000',
  '\ufeff',
  '\ud800',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&b;',
  '&#0;',
  '<a xmlns:a="a">',
  '{"',
  '[[[[[[[[[[[[[[[[',
  '":',
  '\\u',
  '1e9999',
  '-0',
  '99999999999999999999999999',
  '"__proto__":{"a":1},',
  "'+.? ",
  '\r\n:61:',
  '-}{5:',
  ':86:',
  '01,',
  '88,',
  'endobj',
  'stream',
  '/Length 999999999',
  '%PDF-1.7',
  '../../../../etc/passwd',
  '2026-02-31',
  ';;;;;;',
  '\t\t\t',
  '𝟙',
];

/** One to six random injuries: bits, cuts, repetitions, foreign pieces. */
export function mutated(seed: Uint8Array, random: () => number): Buffer {
  let bytes: Buffer = Buffer.from(seed);
  const times = 1 + Math.floor(random() * 6);
  for (let time = 0; time < times; time += 1) bytes = injured(bytes, random);
  return bytes;
}

function injured(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * (bytes.length + 1));
  const length = Math.floor(random() ** 3 * bytes.length);
  switch (Math.floor(random() * 7)) {
    case 0: {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[at % copy.length] = Math.floor(random() * 256);
      return copy;
    }
    case 1:
      return bytes.subarray(0, at);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 3:
      return Buffer.concat([
        bytes.subarray(0, at),
        bytes.subarray(at, at + Math.min(length, 4096)),
        bytes.subarray(at),
      ]);
    case 4: {
      const noise = Buffer.from(
        Array.from({ length: 1 + Math.floor(random() * 16) }, () => Math.floor(random() * 256)),
      );
      return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
    }
    default: {
      const token = Buffer.from(TOKENS[Math.floor(random() * TOKENS.length)] ?? '');
      return Buffer.concat([bytes.subarray(0, at), token, bytes.subarray(at)]);
    }
  }
}

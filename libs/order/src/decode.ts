import type { Problem } from '#kernel';
import { problem } from './problems.js';

/** Encodings a partner's file may be declared in; the WHATWG decoders of Node.js read them. */
export const ENCODINGS = ['utf-8', 'windows-1252', 'iso-8859-1', 'iso-8859-15', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The text of the bytes in an encoding, without byte order mark; undefined when the bytes do not fit it. */
export function decode(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return undefined;
    throw error;
  }
}

export function decodeUtf8(bytes: Uint8Array): string | undefined {
  return decode(bytes, 'utf-8');
}

export function tooLarge(size: number, max: number): Problem {
  return problem(
    'ORDER.TOO_LARGE',
    {
      en: `The file has ${size} bytes; at most ${max} are read.`,
      fr: `Le fichier compte ${size} octets ; ${max} au plus sont lus.`,
    },
    { en: 'Split the file.', fr: 'Scindez le fichier.' },
  );
}

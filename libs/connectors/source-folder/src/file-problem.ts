import type { Problem } from '#kernel';

/** A file above the size limit; it is never read. Sizes in bytes. */
export function tooLarge(fileName: string, size: number, maxBytes: number): Problem {
  return {
    code: 'SOURCE.FILE_TOO_LARGE',
    field: fileName.slice(0, 200),
    value: String(size),
    message: {
      en: `The file has ${size} bytes; at most ${maxBytes} are accepted`,
      fr: `Le fichier compte ${size} octets ; ${maxBytes} au plus sont acceptés`,
    },
    remedy: {
      en: 'Split the file, or raise the limit of this source',
      fr: 'Scindez le fichier ou relevez la limite de cette source',
    },
  };
}

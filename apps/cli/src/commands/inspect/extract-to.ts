import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExtractedInvoice } from '#facturx';
import { FacteurError } from '#kernel';

/** A file written to disk and what the PDF called it. */
export interface WrittenFile {
  readonly path: string;
  readonly nameInPdf: string;
}

/**
 * Writes the invoice as `invoice.xml` and the other files as `attachment-1.…`. The PDF's own names never reach the file
 * system: a name from outside could be a path, a device or a command. Existing files are not overwritten.
 * @throws FacteurError `INSPECT.OUTPUT` (category conflict)
 */
export function extractTo(folder: string, invoice: ExtractedInvoice): WrittenFile[] {
  const files = [
    { safe: 'invoice.xml', nameInPdf: invoice.fileName, content: invoice.xml },
    ...invoice.attachments.map((file, index) => ({
      safe: `attachment-${index + 1}${endingOf(file.fileName)}`,
      nameInPdf: file.fileName,
      content: file.content,
    })),
  ];
  try {
    mkdirSync(folder, { recursive: true });
    return files.map(({ safe, nameInPdf, content }) => {
      const path = join(folder, safe);
      writeFileSync(path, content, { flag: 'wx' });
      return { path, nameInPdf: nameInPdf.slice(0, 200) };
    });
  } catch (cause) {
    throw new FacteurError(
      'INSPECT.OUTPUT',
      'conflict',
      `Cannot write into ${folder} (existing files are kept)`,
      { folder },
      { cause },
    );
  }
}

/** The kinds of files that Factur-X allows as attachments keep their ending; anything else becomes `.bin`. */
function endingOf(name: string): string {
  const ending = /\.(pdf|txt|gif|tiff?|jpe?g|png|csv|xml|json|xlsx|ods)$/i.exec(name)?.[0];
  return ending?.toLowerCase() ?? '.bin';
}

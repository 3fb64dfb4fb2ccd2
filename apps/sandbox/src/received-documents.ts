import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '#kernel';
import { writeWhole } from './write-file.js';

const receiptSchema = z.object({
  key: z.string(),
  name: z.string(),
  sha256: z.string(),
  invoice: z.string(),
  receipt: z.string(),
  receivedAt: z.string(),
});

/** What the HTTPS endpoint remembers of an idempotency key. */
export type Receipt = z.infer<typeof receiptSchema>;

/** A document that the customer holds, however it came. */
export interface ReceivedDocument {
  readonly channel: 'sftp' | 'https' | 'platform';
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly receivedAt: Date;
}

/** Documents posted to the customer, one per idempotency key. Kept in a folder, so that a restart forgets no key. */
export class PostedDocuments {
  private readonly receipts = new Map<string, Receipt>();

  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<PostedDocuments> {
    await mkdir(folder, { recursive: true });
    const posted = new PostedDocuments(folder);
    for (const name of await readdir(folder)) {
      if (!name.endsWith('.json')) continue;
      const receipt = receiptSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
      posted.receipts.set(receipt.key, receipt);
    }
    return posted;
  }

  find(key: string): Receipt | undefined {
    return this.receipts.get(key);
  }

  /** Content first, then the receipt: a receipt without its document cannot exist. */
  async keep(key: string, name: string, invoice: string, bytes: Uint8Array): Promise<Receipt> {
    const id = sha256(key).slice(0, 32);
    const receipt: Receipt = {
      key,
      name,
      sha256: sha256(bytes),
      invoice,
      receipt: `R-${id.slice(0, 12)}`,
      receivedAt: new Date().toISOString(),
    };
    this.receipts.set(key, receipt);
    await writeWhole(join(this.folder, `${id}.bin`), bytes);
    await writeWhole(join(this.folder, `${id}.json`), JSON.stringify(receipt, null, 2));
    return receipt;
  }

  async list(): Promise<ReceivedDocument[]> {
    const read = async (receipt: Receipt): Promise<ReceivedDocument> => ({
      channel: 'https',
      name: receipt.name,
      bytes: await readFile(join(this.folder, `${sha256(receipt.key).slice(0, 32)}.bin`)),
      sha256: receipt.sha256,
      receivedAt: new Date(receipt.receivedAt),
    });
    return Promise.all([...this.receipts.values()].map(read));
  }
}

/** The complete files of a folder; temporary names are hidden ones. */
export async function listFolder(folder: string): Promise<ReceivedDocument[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  const read = async (name: string): Promise<ReceivedDocument> => {
    const path = join(folder, name);
    const [bytes, { mtime }] = await Promise.all([readFile(path), stat(path)]);
    return { channel: 'sftp', name, bytes, sha256: sha256(bytes), receivedAt: mtime };
  };
  return Promise.all(names.map(read));
}

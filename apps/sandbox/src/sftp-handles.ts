import type { Dirent } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

export interface OpenFile {
  readonly kind: 'file';
  readonly file: FileHandle;
  /** Requests on one handle take effect in the order they came, also when a client does not wait for answers. */
  tail: Promise<void>;
}

export interface OpenDirectory {
  readonly kind: 'directory';
  readonly path: string;
  readonly entries: Dirent[];
}

/** The handles of one SFTP session. */
export class SftpHandles {
  private next = 1;
  private isClosed = false;
  private readonly open = new Map<number, OpenFile | OpenDirectory>();

  add(entry: OpenFile | OpenDirectory): Buffer {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(this.next);
    this.open.set(this.next, entry);
    this.next += 1;
    // The client went away while the file was being opened.
    if (this.isClosed) void this.closeAll();
    return handle;
  }

  file(handle: Buffer): OpenFile | undefined {
    const entry = this.open.get(keyOf(handle));
    return entry?.kind === 'file' ? entry : undefined;
  }

  directory(handle: Buffer): OpenDirectory | undefined {
    const entry = this.open.get(keyOf(handle));
    return entry?.kind === 'directory' ? entry : undefined;
  }

  remove(handle: Buffer): OpenFile | OpenDirectory | undefined {
    const entry = this.open.get(keyOf(handle));
    this.open.delete(keyOf(handle));
    return entry;
  }

  /** A client that went away leaves its files open; nothing else closes them. */
  async closeAll(): Promise<void> {
    this.isClosed = true;
    const files = [...this.open.values()].filter((entry) => entry.kind === 'file');
    this.open.clear();
    await Promise.all(files.map(({ file, tail }) => tail.then(() => file.close()).catch(() => undefined)));
  }
}

function keyOf(handle: Buffer): number {
  return handle.length === 4 ? handle.readUInt32BE(0) : 0;
}

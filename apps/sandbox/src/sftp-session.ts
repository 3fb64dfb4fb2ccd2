import { constants, type Stats } from 'node:fs';
import { link, lstat, mkdir, open, readdir, rmdir, unlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isNativeError } from 'node:util/types';
import type { Attributes, FileEntry, SFTPWrapper } from 'ssh2';
import { SftpHandles, type OpenFile } from './sftp-handles.js';

/** Status numbers of draft-ietf-secsh-filexfer-02, section 7. */
const STATUS = { ok: 0, eof: 1, noSuchFile: 2, permissionDenied: 3, failure: 4, unsupported: 8 } as const;
const OPEN = { read: 1, write: 2, append: 4, create: 8, truncate: 16, exclusive: 32 } as const;
const MAX_READ = 256 * 1024;

/**
 * Lets a test stand in the way of a request: a status refuses it, a wait delays it, a cut ends the
 * connection. Asked again as `… done` before the answer to a request that changes names. */
export type BeforeRequest = (request: string, bytes: number) => Promise<'go' | 'refuse' | 'cut'>;

/** Serves one SFTP session out of a folder; no request reaches anything above it, and there are no links. */
export function serveSftpSession(sftp: SFTPWrapper, root: string, before: BeforeRequest, cut: () => void): SftpHandles {
  const handles = new SftpHandles();
  const local = (path: string): string => join(root, posix.normalize(`/${path}`));
  const status = (id: number, code: number): void => sftp.status(id, code);
  const answer = (id: number, request: string, bytes: number, work: () => Promise<void>): Promise<void> =>
    before(request, bytes)
      .then((verdict) => {
        if (verdict === 'cut') return cut();
        return verdict === 'refuse' ? status(id, STATUS.permissionDenied) : work();
      })
      .catch((error: unknown) => status(id, statusOfError(error)));
  const onFile = (
    id: number,
    handle: Buffer,
    request: string,
    bytes: number,
    work: (open: OpenFile) => Promise<void>,
  ) => {
    const entry = handles.file(handle);
    if (!entry) return status(id, STATUS.failure);
    entry.tail = entry.tail.then(() => answer(id, request, bytes, () => work(entry)));
  };
  const attributes = async (id: number, path: string): Promise<void> =>
    sftp.attrs(id, asAttributes(await lstat(local(path))));

  sftp.on('OPEN', (id, path, flags) => {
    void answer(id, 'OPEN', 0, async () => {
      const file = await open(local(path), nodeFlags(flags), 0o644);
      sftp.handle(id, handles.add({ kind: 'file', file, tail: Promise.resolve() }));
    });
  });
  sftp.on('WRITE', (id, handle, offset, data) => {
    // The protocol layer reuses its buffer as soon as this returns.
    const content = Buffer.from(data);
    onFile(id, handle, 'WRITE', content.length, async ({ file }) => {
      await file.write(content, 0, content.length, offset);
      status(id, STATUS.ok);
    });
  });
  sftp.on('READ', (id, handle, offset, length) => {
    onFile(id, handle, 'READ', 0, async ({ file }) => {
      const content = Buffer.alloc(Math.min(length, MAX_READ));
      const { bytesRead } = await file.read(content, 0, content.length, offset);
      if (bytesRead === 0) status(id, STATUS.eof);
      else sftp.data(id, content.subarray(0, bytesRead));
    });
  });
  sftp.on('FSTAT', (id, handle) =>
    onFile(id, handle, 'FSTAT', 0, async ({ file }) => sftp.attrs(id, asAttributes(await file.stat()))),
  );
  sftp.on('CLOSE', (id, handle) => {
    const entry = handles.remove(handle);
    if (entry?.kind !== 'file') return status(id, entry ? STATUS.ok : STATUS.failure);
    void entry.tail.then(() =>
      answer(id, 'CLOSE', 0, async () => {
        await entry.file.close();
        status(id, STATUS.ok);
      }),
    );
  });
  sftp.on('STAT', (id, path) => void answer(id, 'STAT', 0, () => attributes(id, path)));
  sftp.on('LSTAT', (id, path) => void answer(id, 'LSTAT', 0, () => attributes(id, path)));
  sftp.on('SETSTAT', (id) => status(id, STATUS.ok));
  sftp.on('FSETSTAT', (id) => status(id, STATUS.ok));
  sftp.on('REALPATH', (id, path) => sftp.name(id, [entryOf(posix.normalize(`/${path}`))]));
  sftp.on('OPENDIR', (id, path) => {
    void answer(id, 'OPENDIR', 0, async () => {
      const entries = await readdir(local(path), { withFileTypes: true });
      sftp.handle(id, handles.add({ kind: 'directory', path: local(path), entries }));
    });
  });
  sftp.on('READDIR', (id, handle) => {
    void answer(id, 'READDIR', 0, async () => {
      const directory = handles.directory(handle);
      const batch = directory?.entries.splice(0, 100) ?? [];
      if (!directory || batch.length === 0) return status(id, directory ? STATUS.eof : STATUS.failure);
      sftp.name(
        id,
        await Promise.all(batch.map(async ({ name }) => entryOf(name, await lstat(join(directory.path, name))))),
      );
    });
  });
  const simple = (id: number, request: string, work: () => Promise<unknown>): void =>
    void answer(id, request, 0, async () => {
      await work();
      if ((await before(`${request} done`, 0)) === 'cut') cut();
      else status(id, STATUS.ok);
    });
  sftp.on('REMOVE', (id, path) => simple(id, 'REMOVE', () => unlink(local(path))));
  sftp.on('MKDIR', (id, path) => simple(id, 'MKDIR', () => mkdir(local(path))));
  sftp.on('RMDIR', (id, path) => simple(id, 'RMDIR', () => rmdir(local(path))));
  sftp.on('RENAME', (id, from, to) => simple(id, 'RENAME', () => renameWithoutReplacing(local(from), local(to))));
  for (const request of ['READLINK', 'SYMLINK', 'EXTENDED']) {
    sftp.on(request, (id: number) => status(id, STATUS.unsupported));
  }
  return handles;
}

/** The draft's rename (section 6.5) fails where the new name exists; a hard link does so atomically. */
async function renameWithoutReplacing(from: string, to: string): Promise<void> {
  await link(from, to);
  await unlink(from);
}

function nodeFlags(flags: number): number {
  const mode =
    (flags & OPEN.write) === 0 ? constants.O_RDONLY : (flags & OPEN.read) === 0 ? constants.O_WRONLY : constants.O_RDWR;
  return (
    mode |
    constants.O_NOFOLLOW |
    ((flags & OPEN.append) !== 0 ? constants.O_APPEND : 0) |
    ((flags & OPEN.create) !== 0 ? constants.O_CREAT : 0) |
    ((flags & OPEN.truncate) !== 0 ? constants.O_TRUNC : 0) |
    ((flags & OPEN.exclusive) !== 0 ? constants.O_EXCL : 0)
  );
}

function statusOfError(error: unknown): number {
  const code = isNativeError(error) && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return STATUS.noSuchFile;
  return code === 'EACCES' || code === 'EPERM' ? STATUS.permissionDenied : STATUS.failure;
}

function asAttributes(stats: Stats): Attributes {
  const seconds = (time: number): number => Math.floor(time / 1000);
  const { mode, uid, gid, size } = stats;
  return { mode, uid, gid, size, atime: seconds(stats.atimeMs), mtime: seconds(stats.mtimeMs) };
}

function entryOf(filename: string, stats?: Stats): FileEntry {
  const attrs = stats ? asAttributes(stats) : { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };
  const type = stats?.isDirectory() === true ? 'd' : '-';
  return { filename, longname: `${type}rw-r--r-- 1 sandbox sandbox ${attrs.size} Jan 1 00:00 ${filename}`, attrs };
}

/** A file that waits at a source: a watched folder, a directory on an SFTP server, a bank's drop folder. */
export interface WaitingFile {
  /** As the partner named it, for display and as the parcel's key; never used as a path of ours. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * A connector that fetches files. Incomplete files are left alone (size must be stable, temporary names are skipped).
 * A file counts as taken only after our transaction has committed: `done` then moves it away.
 */
export interface FileSource {
  /** E.g. `folder:erp`. */
  readonly name: string;
  /** Calls `take` for each complete file; the file is moved to the done area when it resolves, and stays when it throws. */
  poll(take: (file: WaitingFile) => Promise<void>, signal: AbortSignal): Promise<{ taken: number; left: number }>;
  close(): Promise<void>;
}

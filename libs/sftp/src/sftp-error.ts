import { isNativeError } from 'node:util/types';

/** Answers of a server (draft-ietf-secsh-filexfer-02, section 7). */
export const SFTP_STATUS = { noSuchFile: 2, permissionDenied: 3, unsupported: 8 } as const;

/** No answer within the time limit, the connection went away, or the caller gave up. */
export class SftpInterrupted extends Error {}

/** Why there is no connection. `network` alone may pass by itself; for the rest a person has to act. */
export interface ConnectFault {
  readonly fault: 'host-key' | 'login' | 'private-key' | 'algorithms' | 'network';
  readonly reason: string;
  /** Fingerprints of the host keys that the server showed, after a mismatch. */
  readonly shown?: readonly string[];
}

/** The status number of a server's answer (draft-ietf-secsh-filexfer-02, section 7), or undefined when none came. */
export function statusOf(error: unknown): number | undefined {
  if (!isNativeError(error) || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}

/** True when the server answered that there is no such file or directory. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === SFTP_STATUS.noSuchFile;
}

/** True when the server answered that this user may not. */
export function isForbidden(error: unknown): boolean {
  return statusOf(error) === SFTP_STATUS.permissionDenied;
}

/** One line of at most 300 characters without control characters: a server's words go into logs and pages. */
export function boundedText(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 300);
}

import { isNativeError } from 'node:util/types';
import type { DeliveryOutcome } from '#ports';

/** Answers of a server (draft-ietf-secsh-filexfer-02, section 7). */
const STATUS = { noSuchFile: 2, permissionDenied: 3, unsupported: 8 } as const;

/** How far an upload had come. From `writing` on, the receiver may hold something of ours. */
export type UploadStage = 'opening' | 'writing' | 'checking' | 'renaming';

/** Why there is no connection. */
export type ConnectFailure = Extract<DeliveryOutcome, { readonly kind: 'unavailable' | 'misconfigured' }>;

/** No answer within the time limit, the connection went away, or the caller gave up. */
export class SftpInterrupted extends Error {}

/** The status number of a server's answer (draft-ietf-secsh-filexfer-02, section 7), or undefined when none came. */
export function statusOf(error: unknown): number | undefined {
  if (!isNativeError(error) || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}

/** True when the server answered that there is no such file or directory. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === STATUS.noSuchFile;
}

/** True when the server answered that this user may not. */
export function isForbidden(error: unknown): boolean {
  return statusOf(error) === STATUS.permissionDenied;
}

/** What an upload that failed means for the delivery. Nothing has the final name before `renaming`. */
export function outcomeOfUpload(error: unknown, stage: UploadStage, directory: string): DeliveryOutcome {
  const status = statusOf(error);
  const said = boundedText(isNativeError(error) ? error.message : String(error));
  if (status === undefined) {
    return stage === 'opening'
      ? { kind: 'unavailable', reason: `Connection lost before the upload: ${said}` }
      : { kind: 'unknown', reason: `Connection lost while ${stage}: ${said}` };
  }
  if (status === STATUS.permissionDenied) {
    return { kind: 'misconfigured', reason: `No permission while ${stage} in ${directory}: ${said}` };
  }
  if (status === STATUS.noSuchFile) {
    return stage === 'opening'
      ? { kind: 'misconfigured', reason: `The directory ${directory} does not exist on the server` }
      : { kind: 'unknown', reason: `The temporary file disappeared while ${stage}: ${said}` };
  }
  if (status === STATUS.unsupported) {
    return { kind: 'misconfigured', reason: `The server does not support what is needed for ${stage}: ${said}` };
  }
  return { kind: 'unavailable', reason: `The server failed while ${stage}: ${said}` };
}

/** One line of at most 300 characters without control characters: a server's words go into logs and pages. */
export function boundedText(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 300);
}

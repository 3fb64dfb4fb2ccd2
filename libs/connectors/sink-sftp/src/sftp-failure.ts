import { isNativeError } from 'node:util/types';
import { asFacteurError } from '#kernel';
import type { DeliveryOutcome } from '#ports';
import { boundedText, SFTP_STATUS, statusOf, type ConnectFault } from '#sftp';

/** How far an upload had come. From `writing` on, the receiver may hold something of ours. */
export type UploadStage = 'opening' | 'writing' | 'checking' | 'renaming';

/** What keeps a delivery from its connection. */
export type ConnectFailure = Extract<DeliveryOutcome, { readonly kind: 'unavailable' | 'misconfigured' }>;

/** What a connection that does not come about means for the delivery. */
export function outcomeOfFault({ fault, reason }: ConnectFault): ConnectFailure {
  return { kind: fault === 'network' ? 'unavailable' : 'misconfigured', reason };
}

/** What a person has to mend in the route: the name of a secret that lacks, never its value. */
export function outcomeOfSettings(thrown: unknown): ConnectFailure {
  const error = asFacteurError(thrown);
  const name = typeof error.facts['name'] === 'string' ? ` (${error.facts['name']})` : '';
  return { kind: 'misconfigured', reason: `${error.message}${name}` };
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
  if (status === SFTP_STATUS.permissionDenied) {
    return { kind: 'misconfigured', reason: `No permission while ${stage} in ${directory}: ${said}` };
  }
  if (status === SFTP_STATUS.noSuchFile) {
    return stage === 'opening'
      ? { kind: 'misconfigured', reason: `The directory ${directory} does not exist on the server` }
      : { kind: 'unknown', reason: `The temporary file disappeared while ${stage}: ${said}` };
  }
  if (status === SFTP_STATUS.unsupported) {
    return { kind: 'misconfigured', reason: `The server does not support what is needed for ${stage}: ${said}` };
  }
  return { kind: 'unavailable', reason: `The server failed while ${stage}: ${said}` };
}

import { isNativeError } from 'node:util/types';
import type { DeliveryOutcome } from '#ports';

/** The address a name stands for is not one this route may reach. */
export class AddressRefused extends Error {}

/** The certificate shown is neither one that the system trusts nor the pinned one. */
export class CertificateRefused extends Error {}

/** What it means that no answer came. `wasSent`: bytes of the request had gone out, so the receiver may have acted. */
export function outcomeOfFailure(thrown: unknown, wasSent: boolean): DeliveryOutcome {
  const causes = chainOf(thrown);
  const refused = causes.find((each) => each instanceof AddressRefused || each instanceof CertificateRefused);
  if (refused) return { kind: 'misconfigured', reason: refused.message };
  const code = causes.map(codeOf).find((each) => each !== undefined) ?? '';
  const said = boundedText(causes.map(({ message }) => message).find((message) => message !== '') ?? 'no reason given');
  if (isTlsFailure(code)) return { kind: 'misconfigured', reason: `TLS failed: ${said} (${code})` };
  if (code === 'UND_ERR_INVALID_ARG') return { kind: 'misconfigured', reason: `The route's settings: ${said}` };
  const reason = code === '' ? said : `${said} (${code})`;
  return wasSent
    ? { kind: 'unknown', reason: `No answer after the request was sent: ${reason}` }
    : { kind: 'unavailable', reason: `Cannot connect: ${reason}` };
}

/** One line of at most 500 characters without control characters: a receiver's words go into logs and pages. */
export function boundedText(text: string): string {
  return text
    .slice(0, 4000)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 500);
}

/** OpenSSL's verdicts on certificates, and alerts by which the peer ends a handshake. */
function isTlsFailure(code: string): boolean {
  return (
    /^(CERT_|ERR_TLS_CERT|ERR_SSL_.*(ALERT|CERTIFICATE|VERSION|PROTOCOL|HANDSHAKE))/.test(code) ||
    /(SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/.test(code) ||
    code === 'ERR_SSL_WRONG_VERSION_NUMBER' ||
    code === 'EPROTO'
  );
}

function chainOf(thrown: unknown): Error[] {
  const chain: Error[] = [];
  let here: unknown = thrown;
  while (isNativeError(here) && chain.length < 8) {
    chain.push(here);
    here = here.cause ?? ('errors' in here && Array.isArray(here.errors) ? here.errors[0] : undefined);
  }
  return chain;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

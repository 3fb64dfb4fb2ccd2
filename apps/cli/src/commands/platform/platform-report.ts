import type { LocalDate } from '#kernel';
import type { PlatformWebhook, Reachability } from '#ports';

/** What `platform check` prints. */
export function healthLines(health: { readonly flows: string; readonly directory: string }): string[] {
  return [`flow service       ${health.flows}`, `directory service  ${health.directory}`];
}

/** What `platform address` prints: the answer first, then what the directory knows of the line. */
export function addressLines(address: string, on: LocalDate, found: Reachability): string[] {
  if (found.kind === 'unknown') return [`${address} on ${on}: unknown, ${found.reason}`];
  const { line } = found;
  const verdict = found.kind === 'reachable' ? 'receives' : `does not receive (${found.cause})`;
  const facts = [
    line?.platformKind && `behind it: ${line.platformKind === 'public' ? 'the public portal' : 'a private platform'}`,
    line?.from && `from ${line.from}`,
    line?.until && `until ${line.until}`,
    line?.siret && `SIRET ${line.siret}`,
    line?.routingCode && `routing code ${line.routingCode}`,
  ].filter((fact) => fact !== undefined && fact !== '');
  return [`${address} on ${on}: ${verdict}`, ...facts.map((fact) => `  ${fact}`)];
}

/** What `platform webhooks` prints. */
export function webhookLines(webhooks: readonly PlatformWebhook[]): string[] {
  if (webhooks.length === 0) return ['no webhooks'];
  return webhooks.map(({ webhookRef, callbackUrl }) => `${webhookRef}  ${callbackUrl}`);
}

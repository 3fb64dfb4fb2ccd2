import { randomUUID } from 'node:crypto';
import type { PlatformQuirks, OutgoingFlow } from '#ports';

/** `flowInfo` as the interface names its members; those that the platform does not take are left out. */
export function flowInfoOf(flow: OutgoingFlow, quirks: PlatformQuirks): Record<string, string> {
  return {
    flowSyntax: flow.syntax,
    name: flow.fileName.slice(0, 255),
    ...(quirks.sendsTrackingId ? { trackingId: flow.trackingId } : {}),
    ...(quirks.sendsProcessingRule && flow.processingRule ? { processingRule: flow.processingRule } : {}),
    ...(quirks.sendsFlowProfile && flow.profile ? { flowProfile: flow.profile } : {}),
    ...(quirks.sendsSha256 ? { sha256: flow.sha256 } : {}),
  };
}

/** The body of a submission: part `flowInfo` in JSON, part `file` with the bytes as they are (RFC 7578). */
export function multipartOf(flow: OutgoingFlow, quirks: PlatformQuirks): { mediaType: string; bytes: Buffer } {
  const boundary = `facteur-${randomUUID()}`;
  const fileType = flow.syntax === 'Factur-X' ? 'application/pdf' : 'application/xml';
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="flowInfo"\r\nContent-Type: application/json\r\n\r\n` +
    `${JSON.stringify(flowInfoOf(flow, quirks))}\r\n` +
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted(flow.fileName)}"\r\n` +
    `Content-Type: ${fileType}\r\n\r\n`;
  return {
    mediaType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head), flow.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

/** RFC 7578 names the HTML way of escaping: quotes and line ends percent-encoded. */
function quoted(name: string): string {
  return name.slice(0, 255).replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A part of a multipart body (RFC 7578). */
export interface Part {
  readonly name: string;
  readonly fileName?: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** The parts of a body by the boundary of its content type; undefined when it is not well-formed. */
export function readMultipart(contentType: string | undefined, body: Buffer): Part[] | undefined {
  const boundary = /^multipart\/form-data;\s*boundary="?([^";]{1,70})"?$/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) return undefined;
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(mark);
  while (at >= 0) {
    const start = at + mark.length;
    if (body.subarray(start, start + 2).toString() === '--') return parts;
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), start);
    if (end < 0) return undefined;
    const part = readPart(body.subarray(start + 2, end));
    if (!part) return undefined;
    parts.push(part);
    at = end + 2;
  }
  return undefined;
}

function readPart(bytes: Buffer): Part | undefined {
  const split = bytes.indexOf('\r\n\r\n');
  if (split < 0 || split > 4096) return undefined;
  const headers = new Map(
    bytes
      .subarray(0, split)
      .toString('utf8')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = /(?:^|;)\s*name="([^"]*)"/.exec(disposition)?.[1];
  if (name === undefined || !disposition.startsWith('form-data')) return undefined;
  return {
    name,
    fileName: /filename="([^"]*)"/.exec(disposition)?.[1],
    mediaType: headers.get('content-type') ?? 'text/plain',
    bytes: bytes.subarray(split + 4),
  };
}

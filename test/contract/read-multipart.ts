/** The parts of a multipart body as a foreign reader sees them. */
export function readMultipart(
  contentType: string,
  body: Buffer,
): readonly { readonly name: string; readonly mediaType: string; readonly text: string }[] {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1] ?? '';
  return body
    .toString('latin1')
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n');
      return {
        name: /name="([^"]*)"/.exec(head)?.[1] ?? '',
        mediaType: /content-type: ([^\r\n]*)/i.exec(head)?.[1] ?? '',
        text: rest.join('\r\n\r\n').replace(/\r\n$/, ''),
      };
    });
}

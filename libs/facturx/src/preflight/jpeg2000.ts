/**
 * What is wrong with a JPEG 2000 image by ISO 19005-3, 6.2.8.3, or nothing. Reads the boxes `jp2h`, `ihdr`, `bpcc`, `colr`
 * (ISO 15444-1, annex I).
 * @param hasColourSpace the PDF states a colour space, which then counts instead of the image's own
 */
export function jpeg2000Fault(data: Buffer, hasColourSpace: boolean): string | undefined {
  const header = boxes(data, 0, data.length).find((box) => box.type === 'jp2h');
  if (!header) return 'no header';
  const inner = boxes(data, header.start, header.end);
  const image = inner.find((box) => box.type === 'ihdr');
  if (!image || image.end - image.start < 14) return 'no image header';
  const channels = data.readUInt16BE(image.start + 8);
  const depth = data[image.start + 10] as number;
  if (![1, 3, 4].includes(channels)) return `${channels} channels`;
  if (inner.some((box) => box.type === 'bpcc') || depth === 255) return 'channels of different depth';
  if ((depth & 127) + 1 > 38) return `depth ${(depth & 127) + 1}`;
  if (hasColourSpace) return undefined;
  const colours = inner.filter((box) => box.type === 'colr' && box.end - box.start >= 3);
  const chosen = colours.length === 1 ? colours : colours.filter((box) => data[box.start + 2] === 1);
  const [colour] = chosen;
  if (!colour || chosen.length !== 1) return 'no one colour specification';
  const method = data[colour.start] as number;
  if (![1, 2].includes(method)) return `colour method ${method}`;
  if (method === 2) return undefined;
  const space = colour.end - colour.start >= 7 ? data.readUInt32BE(colour.start + 3) : 0;
  return [16, 17, 18].includes(space) ? undefined : `colour space ${space}`;
}

interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

function boxes(data: Buffer, from: number, to: number): Box[] {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to && found.length < 1000;) {
    const size = data.readUInt32BE(at);
    const long = size === 1 && at + 16 <= to;
    const end = size === 0 ? to : at + (long ? Number(data.readBigUInt64BE(at + 8)) : size);
    const start = at + (long ? 16 : 8);
    if (end < start || end > to) break;
    found.push({ type: data.toString('latin1', at + 4, at + 8), start, end });
    at = end;
  }
  return found;
}

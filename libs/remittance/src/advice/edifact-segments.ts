/** One segment: its tag and its data elements, each a list of components. */
export interface Segment {
  readonly tag: string;
  readonly elements: readonly (readonly string[])[];
  /** Position in the message, 1-based. */
  readonly row: number;
}

const MAX_SEGMENTS = 200_000;

/** Splits an interchange by its service characters (`UNA`, else the defaults), with the release character respected. */
export function edifactSegments(text: string): Segment[] {
  const una = /^\s*UNA(.{6})/s.exec(text)?.[1];
  const [component = ':', element = '+', , release = '?', , terminator = "'"] = una ?? ":+.? '";
  const body = una === undefined ? text : text.slice(text.indexOf('UNA') + 9);
  const segments: Segment[] = [];
  let elements: string[][] = [['']];
  for (let at = 0; at < body.length && segments.length < MAX_SEGMENTS; at += 1) {
    const character = body.charAt(at);
    if (character === release && release !== ' ') {
      at += 1;
      append(elements, body.charAt(at));
    } else if (character === terminator) {
      push(segments, elements);
      elements = [['']];
    } else if (character === element) elements.push(['']);
    else if (character === component) elements.at(-1)?.push('');
    else append(elements, character);
  }
  return segments;
}

function append(elements: string[][], character: string): void {
  const last = elements.at(-1);
  if (last !== undefined) last[last.length - 1] = (last.at(-1) ?? '') + character;
}

function push(segments: Segment[], elements: readonly string[][]): void {
  const tag = (elements[0]?.[0] ?? '').trim();
  if (tag !== '') segments.push({ tag, elements: elements.slice(1), row: segments.length + 1 });
}

export function component(segment: Segment, element: number, position = 0): string {
  return segment.elements[element]?.[position] ?? '';
}

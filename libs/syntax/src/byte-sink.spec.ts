import { describe, expect, it } from '@jest/globals';
import { ByteSink, tagOf } from './byte-sink.js';

describe('the bytes of a document while it is written', () => {
  it('are those of the texts and tags, of any length and script', () => {
    const sink = new ByteSink();
    const ascii = Array.from({ length: 95 }, (_, code) => String.fromCharCode(32 + code)).join('');
    const parts = ['', 'a', '<cbc:ID>', ascii, '\u007f'.repeat(16), 'é', 'Ω€𝄞'.repeat(40), 'x'.repeat(200_000)];
    for (const part of parts) {
      if (/^[\u0000-\u007f]*$/.test(part)) sink.tag(tagOf(part));
      sink.text(part);
    }
    const twice = parts.map((part) => (/^[\u0000-\u007f]*$/.test(part) ? part + part : part)).join('');
    expect(Buffer.from(sink.finish()).toString('utf8')).toBe(twice);
  });

  it('are taken back to where they began', () => {
    const sink = new ByteSink();
    sink.text('<a>');
    const from = sink.at;
    sink.tag(tagOf('<empty-element>'));
    expect(Buffer.from(sink.takeBack(from)).toString()).toBe('<empty-element>');
    sink.text('</a>');
    expect(Buffer.from(sink.finish()).toString()).toBe('<a></a>');
  });

  it('stay what they are when the next document is written', () => {
    const one = new ByteSink();
    one.text('first');
    const first = one.finish();
    const other = new ByteSink();
    other.text('other');
    other.finish();
    expect(Buffer.from(first).toString()).toBe('first');
  });
});

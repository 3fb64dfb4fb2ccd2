import { describe, expect, it } from '@jest/globals';
import { attribute, child, childrenOf, pathOf, readXml, textOf, type XmlElement, type XmlLimits } from './index.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function root(text: string | Uint8Array): XmlElement {
  const result = readXml(typeof text === 'string' ? utf8(text) : text);
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.position)}`);
  return result.value.root;
}

function fault(text: string | Uint8Array, limits?: Partial<XmlLimits>): string {
  const result = readXml(typeof text === 'string' ? utf8(text) : text, limits);
  return result.ok ? 'accepted' : result.error.code;
}

describe('readXml: the tree', () => {
  it('resolves namespaces, the default one not for attributes', () => {
    const invoice = root(
      '<Invoice xmlns="urn:a" xmlns:b="urn:b"><b:ID b:x="1" y="2">7</b:ID><Note xmlns="">n</Note></Invoice>',
    );
    expect([invoice.name, invoice.uri, invoice.prefix]).toEqual(['Invoice', 'urn:a', '']);
    const id = child(invoice, 'urn:b', 'ID');
    expect(textOf(id)).toBe('7');
    expect(attribute(id, 'x', 'urn:b')).toBe('1');
    expect(attribute(id, 'y')).toBe('2');
    expect(textOf(child(invoice, '', 'Note'))).toBe('n');
  });

  it('keeps the own character data of an element: references, CDATA, comments', () => {
    const a = root('<a>1 &lt;&#65;&#x1F600;<!-- & < --><![CDATA[<&amp;]]><b>x</b> 2<?pi ?></a>');
    expect(a.text).toBe('1 <A\u{1F600}<&amp; 2');
    expect(a.children).toHaveLength(1);
  });

  it('normalises line ends and attribute white space, but not what was written as a reference', () => {
    const a = root('<a x="1\t2\r\n3&#10;4">\r\nb\rc&#13;</a>');
    expect(attribute(a, 'x')).toBe('1 2 3\n4');
    expect(a.text).toBe('\nb\nc\r');
  });

  it('tells line and column, and the path with positions', () => {
    const a = root('<a xmlns:c="urn:c">\r\n  <c:b/><c:b>\n<d/></c:b>\n</a>');
    const second = childrenOf(a, 'urn:c', 'b')[1] as XmlElement;
    expect(second.position).toEqual({ line: 2, column: 9 });
    expect((second.children[0] as XmlElement).position).toEqual({ line: 3, column: 1 });
    expect(pathOf(second.children[0] as XmlElement)).toBe('/a/c:b[2]/d');
    expect((second.children[0] as XmlElement).parent).toBe(second);
  });

  it('reads declarations, processing instructions and comments around the root', () => {
    expect(
      root('<?xml version="1.0" standalone=\'yes\' ?><!-- a --><?xml-stylesheet x?>\n<a/>\n<!-- b --><?z?> ').name,
    ).toBe('a');
  });
});

describe('readXml: encodings', () => {
  const text = '<?xml version="1.0" encoding="ENC"?><a>é€</a>';
  const utf16 = (littleEndian: boolean, mark: boolean, declared = 'UTF-16'): Uint8Array => {
    const bytes = Buffer.from((mark ? '\uFEFF' : '') + text.replace('ENC', declared), 'utf16le');
    return littleEndian ? bytes : bytes.swap16();
  };

  it.each([
    ['UTF-8 with mark', Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), utf8(text.replace('ENC', 'utf-8'))])],
    ['UTF-16 LE', utf16(true, true)],
    ['UTF-16 BE', utf16(false, true)],
    ['UTF-16 LE without mark', utf16(true, false)],
    ['UTF-16 BE without mark', utf16(false, false, 'UTF-16BE')],
    ['windows-1252', Buffer.from(text.replace('ENC', 'Windows-1252').replace('€', '\u0080'), 'latin1')],
    ['ISO-8859-15', Buffer.from(text.replace('ENC', 'ISO-8859-15').replace('€', '\u00A4'), 'latin1')],
  ])('reads %s', (_name, bytes) => {
    expect(root(bytes).text).toBe('é€');
  });

  it('reads ISO-8859-1 and US-ASCII as declared', () => {
    expect(root(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00e9\u0085</a>', 'latin1')).text).toBe(
      'é\u0085',
    );
    expect(root('<?xml version="1.0" encoding="US-ASCII"?><a>e</a>').text).toBe('e');
  });

  it.each([
    ['an unknown name', '<?xml version="1.0" encoding="EBCDIC-US"?><a/>', 'XML.ENCODING'],
    ['UTF-16 declared in eight-bit text', '<?xml version="1.0" encoding="UTF-16"?><a/>', 'XML.ENCODING'],
    ['another name than the mark says', '\uFEFF<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'XML.ENCODING'],
    ['UTF-8 declared in UTF-16', utf16(true, true, 'UTF-8'), 'XML.ENCODING'],
    ['bytes that are no UTF-8', Buffer.from('<a>\u00e9</a>', 'latin1'), 'XML.ENCODING_BYTES'],
    ['overlong UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xc0, 0x80, 0x3c, 0x2f, 0x61, 0x3e]), 'XML.ENCODING_BYTES'],
    [
      'an encoded surrogate',
      Buffer.from([0x3c, 0x61, 0x3e, 0xed, 0xa0, 0x80, 0x3c, 0x2f, 0x61, 0x3e]),
      'XML.ENCODING_BYTES',
    ],
    [
      'eight-bit bytes in US-ASCII',
      Buffer.from('<?xml version="1.0" encoding="us-ascii"?><a>\u00e9</a>', 'latin1'),
      'XML.ENCODING_BYTES',
    ],
    ['half a UTF-16 unit', utf16(true, true).subarray(0, 41), 'XML.ENCODING_BYTES'],
    ['a lone surrogate in UTF-16', Buffer.from('\uFEFF<a>\uD800</a>', 'utf16le'), 'XML.ENCODING_BYTES'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]), 'XML.ENCODING'],
  ])('refuses %s', (_name, bytes, code) => {
    expect(fault(bytes)).toBe(code);
  });
});

describe('readXml: what it refuses', () => {
  it.each([
    ['', 'XML.EMPTY'],
    ['  \n', 'XML.EMPTY'],
    ['<!-- only -->', 'XML.EMPTY'],
    ['<!DOCTYPE a><a/>', 'XML.DTD'],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'XML.DTD'],
    ['<a>&x;</a>', 'XML.ENTITY'],
    ['<a b="&nbsp;"/>', 'XML.ENTITY'],
    ['<a>a & b</a>', 'XML.REFERENCE'],
    ['<a>&#0;</a>', 'XML.REFERENCE'],
    ['<a>&#xD800;</a>', 'XML.REFERENCE'],
    ['<a>&#x110000;</a>', 'XML.REFERENCE'],
    ['<a>&#xFFFE;</a>', 'XML.REFERENCE'],
    ['<a>&#;</a>', 'XML.REFERENCE'],
    ['<a>&#1x;</a>', 'XML.REFERENCE'],
    ['<a>&amp</a>', 'XML.REFERENCE'],
    ['<a b="1" b="2"/>', 'XML.ATTRIBUTE_DUPLICATE'],
    ['<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="1" q:b="2"/>', 'XML.ATTRIBUTE_DUPLICATE'],
    ['<a xmlns:p="urn:x" xmlns:p="urn:y"/>', 'XML.ATTRIBUTE_DUPLICATE'],
    ['<p:a/>', 'XML.PREFIX'],
    ['<a p:b="1"/>', 'XML.PREFIX'],
    ['<a xmlns:p=""/>', 'XML.NAMESPACE'],
    ['<a xmlns:xmlns="urn:x"/>', 'XML.NAMESPACE'],
    ['<a xmlns:xml="urn:x"/>', 'XML.NAMESPACE'],
    ['<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>', 'XML.NAMESPACE'],
    ['<a xmlns="http://www.w3.org/2000/xmlns/"/>', 'XML.NAMESPACE'],
    ['<1a/>', 'XML.NAME'],
    ['<a:b:c xmlns:a="urn:a"/>', 'XML.NAME'],
    ['<a -b="1"/>', 'XML.NAME'],
    ['< a/>', 'XML.NAME'],
    ['<?a:b ?><a/>', 'XML.NAME'],
    ['<? x?><a/>', 'XML.NAME'],
    ['<a>\u0001</a>', 'XML.CHARACTER'],
    ['<a>\uFFFF</a>', 'XML.CHARACTER'],
    ['<a>\u0000</a>', 'XML.CHARACTER'],
    ['<a></b>', 'XML.NESTING'],
    ['<a><b></a></b>', 'XML.NESTING'],
    ['</a>', 'XML.NESTING'],
    ['<a></ab>', 'XML.NESTING'],
    ['<a></a b>', 'XML.NESTING'],
    ['<a>', 'XML.UNCLOSED'],
    ['<a', 'XML.UNCLOSED'],
    ['<a b', 'XML.UNCLOSED'],
    ['<a b=', 'XML.UNCLOSED'],
    ['<a b="', 'XML.UNCLOSED'],
    ['<a></a', 'XML.UNCLOSED'],
    ['<a><!-- ', 'XML.UNCLOSED'],
    ['<a><![CDATA[', 'XML.UNCLOSED'],
    ['<a><?x', 'XML.UNCLOSED'],
    ['<a/>x', 'XML.TRAILING'],
    ['<a/><b/>', 'XML.TRAILING'],
    ['<a/><![CDATA[]]>', 'XML.TRAILING'],
    ['x<a/>', 'XML.SYNTAX'],
    ['<a b=1/>', 'XML.SYNTAX'],
    ['<a b/>', 'XML.SYNTAX'],
    ['<a b="1"c="2"/>', 'XML.SYNTAX'],
    ['<a b="<"/>', 'XML.SYNTAX'],
    ['<a / >', 'XML.SYNTAX'],
    ['<a>]]></a>', 'XML.SYNTAX'],
    ['<a><!-- a -- b --></a>', 'XML.SYNTAX'],
    ['<a><!-- a ---></a>', 'XML.SYNTAX'],
    ['<a><!ELEMENT b></a>', 'XML.SYNTAX'],
    [' <?xml version="1.0"?><a/>', 'XML.DECLARATION'],
    ['<?xml version="2.0"?><a/>', 'XML.DECLARATION'],
    ['<?xml encoding="UTF-8"?><a/>', 'XML.DECLARATION'],
    ['<?xml version="1.0" standalone="maybe"?><a/>', 'XML.DECLARATION'],
    ['<a><?XML x?></a>', 'XML.DECLARATION'],
  ])('%j is %s', (text, code) => {
    expect(fault(text)).toBe(code);
  });

  it('says where and what, in both languages', () => {
    const result = readXml(utf8('<a>\n  <b>&euro;</b></a>'));
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'XML.ENTITY', position: { line: 2, column: 6 }, value: '&euro;' },
    });
    if (!result.ok)
      expect([result.error.message.fr, result.error.remedy.en].every((text) => text.length > 10)).toBe(true);
  });
});

describe('readXml: limits', () => {
  it.each([
    ['XML.SIZE', '<a>123456789</a>', { maxBytes: 10 }],
    ['XML.DEPTH', '<a><b><c/></b></a>', { maxDepth: 2 }],
    ['XML.ATTRIBUTES', '<a b="1" c="2" d="3"/>', { maxAttributes: 2 }],
    ['XML.ATTRIBUTES', '<a xmlns:b="1" xmlns:c="2" xmlns:d="3"/>', { maxAttributes: 2 }],
    ['XML.NODES', '<a><b c="1"/><b/></a>', { maxNodes: 3 }],
    ['XML.NAME_LENGTH', '<abcdef/>', { maxNameLength: 5 }],
  ])('%s', (code, text, limits) => {
    expect(fault(text, limits)).toBe(code);
    expect(fault(text)).toBe('accepted');
  });

  it('refuses a file of 100 MB before it is decoded', () => {
    const before = process.memoryUsage().heapUsed;
    expect(fault(new Uint8Array(100_000_000))).toBe('XML.SIZE');
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(5_000_000);
  });

  it('stays linear on floods that invite quadratic work', () => {
    const started = performance.now();
    expect(fault(`<a>${'&amp;<b/>'.repeat(100_000)}</a>`)).toBe('accepted');
    expect(fault(`<a>${'<!--&-->'.repeat(100_000)}</a>`)).toBe('accepted');
    expect(fault('<a>'.repeat(1_000_000))).toBe('XML.DEPTH');
    expect(fault(`<a ${'b'.repeat(2_000_000)}`)).toBe('XML.NAME_LENGTH');
    expect(fault(`<?xml ${' '.repeat(2_000_000)}`)).toBe('XML.DECLARATION');
    expect(fault(`<a>${'&'.repeat(1_000_000)}</a>`)).toBe('XML.REFERENCE');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

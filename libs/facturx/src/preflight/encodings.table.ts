/** Glyph names by code in the encodings of PDF (ISO 32000-1, annex D) and of CFF (Technical Note 5176, appendices A and B). */

const ASCII =
  'space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen period slash ' +
  'zero one two three four five six seven eight nine colon semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R S T ' +
  'U V W X Y Z bracketleft backslash bracketright asciicircum underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft ' +
  'bar braceright asciitilde';

const LATIN_1 =
  'exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot hyphen registered macron ' +
  'degree plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla onesuperior ordmasculine guillemotright onequarter ' +
  'onehalf threequarters questiondown Agrave Aacute Acircumflex Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave ' +
  'Iacute Icircumflex Idieresis Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex Udieresis ' +
  'Yacute Thorn germandbls agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis igrave iacute ' +
  'icircumflex idieresis eth ntilde ograve oacute ocircumflex otilde odieresis divide oslash ugrave uacute ucircumflex udieresis yacute thorn ' +
  'ydieresis';

const WINDOWS_HIGH =
  'Euro bullet quotesinglbase florin quotedblbase ellipsis dagger daggerdbl circumflex perthousand Scaron guilsinglleft OE bullet Zcaron bullet ' +
  'bullet quoteleft quoteright quotedblleft quotedblright bullet endash emdash tilde trademark scaron guilsinglright oe bullet zcaron ' +
  'Ydieresis space';

const MAC_HIGH =
  'Adieresis Aring Ccedilla Eacute Ntilde Odieresis Udieresis aacute agrave acircumflex adieresis atilde aring ccedilla eacute egrave ' +
  'ecircumflex edieresis iacute igrave icircumflex idieresis ntilde oacute ograve ocircumflex odieresis otilde uacute ugrave ucircumflex ' +
  'udieresis dagger degree cent sterling section bullet paragraph germandbls registered copyright trademark acute dieresis notequal AE Oslash ' +
  'infinity plusminus lessequal greaterequal yen mu partialdiff summation product pi integral ordfeminine ordmasculine Omega ae oslash ' +
  'questiondown exclamdown logicalnot radical florin approxequal Delta guillemotleft guillemotright ellipsis space Agrave Atilde Otilde OE oe ' +
  'endash emdash quotedblleft quotedblright quoteleft quoteright divide lozenge ydieresis Ydieresis fraction currency guilsinglleft ' +
  'guilsinglright fi fl daggerdbl periodcentered quotesinglbase quotedblbase perthousand Acircumflex Ecircumflex Aacute Edieresis Egrave ' +
  'Iacute Icircumflex Idieresis Igrave Oacute Ocircumflex apple Ograve Uacute Ucircumflex Ugrave dotlessi circumflex tilde macron breve ' +
  'dotaccent ring cedilla hungarumlaut ogonek caron';

/** Names of the CFF standard strings 1 to 228, that is all but the expert sets. */
const CFF_LATIN =
  ASCII.replace('quotesingle', 'quoteright').replace('grave', 'quoteleft') +
  ' exclamdown cent sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft guilsinglleft guilsinglright fi fl ' +
  'endash dagger daggerdbl periodcentered paragraph bullet quotesinglbase quotedblbase quotedblright guillemotright ellipsis perthousand ' +
  'questiondown grave acute circumflex tilde macron breve dotaccent dieresis ring cedilla hungarumlaut ogonek caron emdash AE ordfeminine ' +
  'Lslash Oslash OE ordmasculine ae dotlessi lslash oslash oe germandbls onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn ' +
  'onequarter divide brokenbar degree thorn threequarters twosuperior registered minus eth multiply threesuperior copyright Aacute ' +
  'Acircumflex Adieresis Agrave Aring Atilde Ccedilla Eacute Ecircumflex Edieresis Egrave Iacute Icircumflex Idieresis Igrave Ntilde Oacute ' +
  'Ocircumflex Odieresis Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave Yacute Ydieresis Zcaron aacute acircumflex adieresis agrave ' +
  'aring atilde ccedilla eacute ecircumflex edieresis egrave iacute icircumflex idieresis igrave ntilde oacute ocircumflex odieresis ograve ' +
  'otilde scaron uacute ucircumflex udieresis ugrave yacute ydieresis zcaron';

export const CFF_STANDARD_STRINGS: readonly string[] = ['.notdef', ...CFF_LATIN.split(' ')];

const named = (first: number, names: string): [number, string][] =>
  names.split(' ').map((name, index) => [first + index, name]);

/** Codes 161 to 251 of StandardEncoding that have a glyph, in the order of the CFF strings 96 to 149. */
const STANDARD_HIGH = [
  161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 177, 178, 179, 180, 182, 183, 184, 185,
  186, 187, 188, 189, 191, 193, 194, 195, 196, 197, 198, 199, 200, 202, 203, 205, 206, 207, 208, 225, 227, 232, 233,
  234, 235, 241, 245, 248, 249, 250, 251,
];

export type Encoding = ReadonlyMap<number, string>;

export const STANDARD_ENCODING: Encoding = new Map([
  ...CFF_STANDARD_STRINGS.slice(1, 96).map((name, index): [number, string] => [32 + index, name]),
  ...STANDARD_HIGH.map((code, index): [number, string] => [code, CFF_STANDARD_STRINGS[96 + index] as string]),
]);

/** With the codes 127, 129, 141 … 160 and 173 filled as ISO 32000-1, annex D.2, notes 5 and 6 say. */
export const WIN_ANSI_ENCODING: Encoding = new Map([
  ...named(32, ASCII),
  [127, 'bullet'],
  ...named(128, WINDOWS_HIGH),
  [160, 'space'],
  ...named(161, LATIN_1),
]);

export const MAC_ROMAN_ENCODING: Encoding = new Map([...named(32, ASCII), ...named(128, MAC_HIGH)]);

/** Unicode values of glyph names that are no Latin-1 letter (Adobe Glyph List). */
const BEYOND_LATIN_1: Readonly<Record<string, number>> = {
  Euro: 0x20ac,
  euro: 0x20ac,
  quotesinglbase: 0x201a,
  florin: 0x192,
  quotedblbase: 0x201e,
  ellipsis: 0x2026,
  dagger: 0x2020,
  daggerdbl: 0x2021,
  circumflex: 0x2c6,
  perthousand: 0x2030,
  Scaron: 0x160,
  guilsinglleft: 0x2039,
  OE: 0x152,
  Zcaron: 0x17d,
  quoteleft: 0x2018,
  quoteright: 0x2019,
  quotedblleft: 0x201c,
  quotedblright: 0x201d,
  bullet: 0x2022,
  endash: 0x2013,
  emdash: 0x2014,
  tilde: 0x2dc,
  trademark: 0x2122,
  scaron: 0x161,
  guilsinglright: 0x203a,
  oe: 0x153,
  zcaron: 0x17e,
  Ydieresis: 0x178,
  notequal: 0x2260,
  infinity: 0x221e,
  lessequal: 0x2264,
  greaterequal: 0x2265,
  partialdiff: 0x2202,
  summation: 0x2211,
  product: 0x220f,
  pi: 0x3c0,
  integral: 0x222b,
  Omega: 0x2126,
  radical: 0x221a,
  approxequal: 0x2248,
  Delta: 0x2206,
  lozenge: 0x25ca,
  fraction: 0x2044,
  fi: 0xfb01,
  fl: 0xfb02,
  apple: 0xf8ff,
  dotlessi: 0x131,
  breve: 0x2d8,
  dotaccent: 0x2d9,
  ring: 0x2da,
  hungarumlaut: 0x2dd,
  ogonek: 0x2db,
  caron: 0x2c7,
  minus: 0x2212,
  Lslash: 0x141,
  lslash: 0x142,
  nbspace: 0xa0,
  nonbreakingspace: 0xa0,
  sfthyphen: 0xad,
  Abreve: 0x102,
  abreve: 0x103,
  Aogonek: 0x104,
  aogonek: 0x105,
  Cacute: 0x106,
  cacute: 0x107,
  Ccaron: 0x10c,
  ccaron: 0x10d,
  Dcaron: 0x10e,
  dcaron: 0x10f,
  Dcroat: 0x110,
  dcroat: 0x111,
  Eogonek: 0x118,
  eogonek: 0x119,
  Ecaron: 0x11a,
  ecaron: 0x11b,
  Gbreve: 0x11e,
  gbreve: 0x11f,
  Idotaccent: 0x130,
  Nacute: 0x143,
  nacute: 0x144,
  Ncaron: 0x147,
  ncaron: 0x148,
  Ohungarumlaut: 0x150,
  ohungarumlaut: 0x151,
  Rcaron: 0x158,
  rcaron: 0x159,
  Sacute: 0x15a,
  sacute: 0x15b,
  Scedilla: 0x15e,
  scedilla: 0x15f,
  Tcaron: 0x164,
  tcaron: 0x165,
  Uring: 0x16e,
  uring: 0x16f,
  Uhungarumlaut: 0x170,
  uhungarumlaut: 0x171,
  Zacute: 0x179,
  zacute: 0x17a,
  Zdotaccent: 0x17b,
  zdotaccent: 0x17c,
};

const UNICODE_BY_NAME: ReadonlyMap<string, number> = new Map([
  ...named(32, ASCII).map(([code, name]): [string, number] => [name, code]),
  ...named(161, LATIN_1)
    .filter(([code]) => code !== 173)
    .map(([code, name]): [string, number] => [name, code]),
  ...Object.entries(BEYOND_LATIN_1),
]);

/** The Unicode value of a glyph name: known names, `uniXXXX`, `uXXXXX`; undefined for any other. */
export function unicodeOf(name: string): number | undefined {
  const hex = /^(?:uni([0-9A-F]{4})|u([0-9A-F]{4,6}))$/.exec(name);
  return UNICODE_BY_NAME.get(name) ?? (hex ? parseInt(hex[1] ?? hex[2] ?? '', 16) : undefined);
}

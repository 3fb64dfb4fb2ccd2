import type { Bilingual } from '#kernel';
import { scanContainer } from '../inspect/container-scan.js';
import type { PdfFile } from '../reader/pdf-file.js';
import { PdfLexer } from '../reader/pdf-lexer.js';
import { pagesOf } from '../reader/page-tree.js';
import { PdfStream, PdfWord, type PdfDict, type PdfValue } from '../reader/pdf-value.js';

export type BlockerCode =
  'FONT_NOT_EMBEDDED' | 'ACTIVE_CONTENT' | 'FORBIDDEN_STREAM' | 'UNREADABLE_OBJECT' | 'CMYK_COLOUR';

/** Why a PDF cannot become PDF/A-3 without changing how it looks or behaves, and where. */
export interface Blocker {
  readonly code: BlockerCode;
  readonly where: string;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
}

const TEXTS: Readonly<Record<BlockerCode, { message: Bilingual; remedy: Bilingual }>> = {
  FONT_NOT_EMBEDDED: {
    message: { en: 'A font is not inside the file.', fr: 'Une police n’est pas incluse dans le fichier.' },
    remedy: {
      en: 'Have the program that prints the PDF embed all fonts, also Helvetica, Times and Courier.',
      fr: 'Faites incorporer toutes les polices par le programme qui produit le PDF, y compris Helvetica, Times et Courier.',
    },
  },
  ACTIVE_CONTENT: {
    message: { en: 'The file holds active content.', fr: 'Le fichier contient du contenu actif.' },
    remedy: {
      en: 'Print the page without scripts, actions and forms.',
      fr: 'Produisez la page sans script, action ni formulaire.',
    },
  },
  FORBIDDEN_STREAM: {
    message: {
      en: 'A stream is kept in a way PDF/A forbids (LZW, encrypted or outside the file).',
      fr: 'Un flux est stocké d’une manière interdite par PDF/A (LZW, chiffré ou externe).',
    },
    remedy: {
      en: 'Have the PDF written again by a current program.',
      fr: 'Faites réécrire le PDF par un programme actuel.',
    },
  },
  UNREADABLE_OBJECT: {
    message: { en: 'Parts of the file are damaged.', fr: 'Des parties du fichier sont endommagées.' },
    remedy: { en: 'Have the PDF produced again.', fr: 'Faites produire le PDF à nouveau.' },
  },
  CMYK_COLOUR: {
    message: {
      en: 'The page uses print colours (CMYK) without a colour profile.',
      fr: 'La page utilise des couleurs d’impression (CMJN) sans profil.',
    },
    remedy: {
      en: 'Use RGB colours, or give the PDF a CMYK output intent.',
      fr: 'Utilisez des couleurs RVB, ou donnez au PDF un mode de rendu CMJN.',
    },
  },
};

/** Everything that stands in the way, all at once. */
export function blockersOf(pdf: PdfFile): Blocker[] {
  const scan = scanContainer(pdf);
  const found: Blocker[] = [];
  const add = (code: BlockerCode, where: string): void => void found.push({ code, where, ...TEXTS[code] });
  for (const where of scan.fontsNotEmbedded) add('FONT_NOT_EMBEDDED', where);
  for (const where of scan.activeContent) add('ACTIVE_CONTENT', where);
  for (const where of scan.forbiddenStreams) add('FORBIDDEN_STREAM', where);
  if (scan.unreadableObjects > 0) add('UNREADABLE_OBJECT', `${scan.unreadableObjects} objects`);
  if (!hasOutputIntent(pdf)) for (const where of cmykUses(pdf)) add('CMYK_COLOUR', where);
  return found.slice(0, 200);
}

/** An output intent with a profile that the file brings along stays as it is. */
export function hasOutputIntent(pdf: PdfFile): boolean {
  return pdf.array(pdf.catalog.get('OutputIntents')).some((each) => {
    const intent = pdf.dict(each);
    return (
      pdf.name(intent.get('S')) === 'GTS_PDFA1' && pdf.resolve(intent.get('DestOutputProfile')) instanceof PdfStream
    );
  });
}

function cmykUses(pdf: PdfFile): string[] {
  const found: string[] = [];
  pagesOf(pdf).forEach(({ page, resources }, index) => {
    const contents = pdf.resolve(page.get('Contents'));
    const streams = (Array.isArray(contents) ? (contents as readonly PdfValue[]) : [contents]).map((each) =>
      pdf.resolve(each),
    );
    const inPage = streams.some((each) => each instanceof PdfStream && paintsCmyk(pdf.data(each)));
    if (inPage || resourcesUseCmyk(pdf, resources, 0)) found.push(`page ${index + 1}`);
  });
  return found;
}

function resourcesUseCmyk(pdf: PdfFile, resources: PdfDict, depth: number): boolean {
  for (const value of pdf.dict(resources.get('XObject')).values()) {
    const object = pdf.resolve(value);
    if (!(object instanceof PdfStream)) continue;
    if (pdf.name(object.dict.get('ColorSpace')) === 'DeviceCMYK') return true;
    const form = pdf.name(object.dict.get('Subtype')) === 'Form';
    if (form && paintsCmyk(pdf.data(object))) return true;
    if (form && depth < 6 && resourcesUseCmyk(pdf, pdf.dict(object.dict.get('Resources')), depth + 1)) return true;
  }
  return false;
}

/** Operators `k` and `K`, or `/DeviceCMYK cs`. */
function paintsCmyk(data: Buffer): boolean {
  const lexer = new PdfLexer(data);
  while (lexer.at < data.length) {
    const value = lexer.read();
    if (value === undefined) lexer.at += 1;
    else if (value instanceof PdfWord) {
      if (value.word === 'k' || value.word === 'K') return true;
      if (value.word === 'ID') {
        const end = data.indexOf('EI', lexer.at + 1);
        lexer.at = end < 0 ? data.length : end + 2;
      }
    } else if (value instanceof Object && 'name' in value && value.name === 'DeviceCMYK') return true;
  }
  return false;
}

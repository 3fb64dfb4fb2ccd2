import type { Buyer, Contact, Identifier, PostalAddress, Seller } from '#invoice';
import { wrap } from '../fonts/wrap.js';
import type { TextStyle } from './canvas.js';
import { countryName } from './countries.js';
import { SCHEMES, type LabelKey } from './labels.table.js';
import { LEFT, WIDTH, type Draft, type Sheet } from './sheet.js';
import type { Words } from './words.js';

interface Line {
  readonly text: string;
  readonly style: TextStyle;
}
interface Block {
  readonly heading: string;
  readonly lines: readonly Line[];
}

const GAP = 24;

/** Seller and buyer side by side, then payee, place of delivery and tax representative where there are such. */
export function drawParties(sheet: Sheet, draft: Draft): void {
  const blocks = [sellerBlock(draft), buyerBlock(draft), ...otherBlocks(draft)];
  const across = blocks.length === 3 ? 3 : 2;
  for (let index = 0; index < blocks.length; index += across) {
    drawRow(sheet, draft, blocks.slice(index, index + across), (WIDTH - GAP * (across - 1)) / across);
  }
}

function drawRow(sheet: Sheet, { styles }: Draft, blocks: readonly Block[], width: number): void {
  const columns = blocks.map((block) =>
    block.lines.flatMap((line) =>
      wrap(line.text, width, line.style.size, line.style.weight).map((text) => ({ text, style: line.style })),
    ),
  );
  const height = Math.max(...columns.map((lines) => lines.reduce((sum, _line, at) => sum + leading(lines, at), 16)));
  sheet.need(Math.min(height, 300));
  const top = sheet.y;
  blocks.forEach((block, column) => {
    const x = LEFT + column * (width + GAP);
    sheet.page.text(x, top + 8, block.heading, styles.heading);
    let y = top + 11;
    (columns[column] as Line[]).forEach((line, at, lines) => {
      y += leading(lines, at);
      sheet.page.text(x, y, line.text, line.style);
    });
  });
  sheet.y = top + height + 10;
}

/** Line height; a change of style, name to address to numbers, gets a little air. */
function leading(lines: readonly Line[], at: number): number {
  const { style } = lines[at] as Line;
  const before = lines[at - 1]?.style;
  return style.size * 1.3 + (before === undefined || before === style ? 0 : 2.5);
}

function sellerBlock({ invoice, words, styles }: Draft): Block {
  const { seller } = invoice;
  return {
    heading: words.label('seller'),
    lines: [
      { text: seller.name, style: { ...styles.strong, size: 10.5 } },
      ...inStyle(addressLines(seller.address, words), styles.body),
      ...inStyle(partyNumbers(seller, words), styles.small),
      ...inStyle(
        seller.taxRegistrationId === undefined ? [] : [words.colon(words.label('taxId'), seller.taxRegistrationId)],
        styles.small,
      ),
    ],
  };
}

function buyerBlock({ invoice, words, styles }: Draft): Block {
  const { buyer } = invoice;
  return {
    heading: words.label('buyer'),
    lines: [
      { text: buyer.name, style: { ...styles.strong, size: 10.5 } },
      ...inStyle(tradingLine(buyer), styles.body),
      ...inStyle(contactLines(buyer.contact), styles.body),
      ...inStyle(addressLines(buyer.address, words), styles.body),
      ...inStyle(partyNumbers(buyer, words), styles.small),
    ],
  };
}

function tradingLine(party: Seller | Buyer): string[] {
  return party.tradingName === undefined || party.tradingName === party.name ? [] : [party.tradingName];
}

function contactLines(contact: Contact | undefined): string[] {
  return [contact?.name, contact?.telephone, contact?.email].filter((text) => text !== undefined);
}

function otherBlocks({ invoice, words, styles }: Draft): Block[] {
  const blocks: Block[] = [];
  const add = (key: LabelKey, name: string | undefined, body: string[], small: string[]): void => {
    const lines = [
      ...inStyle(name === undefined ? [] : [name], styles.strong),
      ...inStyle(body, styles.body),
      ...inStyle(small, styles.small),
    ];
    if (lines.length > 0) blocks.push({ heading: words.label(key), lines });
  };
  const { delivery, payee, taxRepresentative } = invoice;
  if (delivery) {
    const place = delivery.location ? [identifierText(delivery.location, words)] : [];
    add('deliverTo', delivery.partyName, delivery.address ? addressLines(delivery.address, words) : [], place);
  }
  if (payee) {
    const ids = [payee.legalRegistration, payee.identifier].filter((id) => id !== undefined);
    add(
      'payee',
      payee.name,
      [],
      ids.map((id) => identifierText(id, words)),
    );
  }
  if (taxRepresentative) {
    const vat = [words.colon(words.label('vatId'), taxRepresentative.vatId)];
    add('taxRepresentative', taxRepresentative.name, addressLines(taxRepresentative.address, words), vat);
  }
  return blocks;
}

const inStyle = (texts: readonly string[], style: TextStyle): Line[] => texts.map((text) => ({ text, style }));

/** An address as it is written on a letter; the country in words. */
export function addressLines(address: PostalAddress, words: Words): string[] {
  const town = [address.postCode, address.city].filter((part) => part !== undefined).join(' ');
  return [
    address.line1,
    address.line2,
    address.line3,
    town,
    address.subdivision,
    countryName(address.country, words),
  ].filter((line) => line !== undefined && line !== '') as string[];
}

function partyNumbers(party: Seller | Buyer, words: Words): string[] {
  const lines: string[] = [];
  if (party.legalRegistration) lines.push(identifierText(party.legalRegistration, words, 'registration'));
  if (party.vatId !== undefined) lines.push(words.colon(words.label('vatId'), party.vatId));
  for (const id of party.identifiers) lines.push(identifierText(id, words));
  const { electronicAddress } = party;
  if (electronicAddress) {
    const { scheme, id } = electronicAddress;
    lines.push(
      words.colon(words.label('electronicAddress'), scheme === undefined || scheme === 'EM' ? id : `${scheme}:${id}`),
    );
  }
  return lines;
}

/** `SIREN : 732 829 320`, `GLN : 4012345000009`; an unknown scheme is named by its code. */
export function identifierText(identifier: Identifier, words: Words, fallback: LabelKey = 'identifier'): string {
  const name = identifier.scheme === undefined ? undefined : SCHEMES[identifier.scheme];
  const id =
    (identifier.scheme === '0002' || identifier.scheme === '0009') && /^\d{9,14}$/.test(identifier.id)
      ? identifier.id.replace(/^(\d{3})(\d{3})(\d{3})(\d*)$/, '$1\u00a0$2\u00a0$3\u00a0$4').trimEnd()
      : identifier.id;
  if (name !== undefined) return words.colon(name, id);
  const scheme = identifier.scheme === undefined ? '' : ` (${identifier.scheme})`;
  return words.colon(words.label(fallback), `${id}${scheme}`);
}

/** The seller's line in the footer: name, legal information, register and VAT numbers. */
export function legalLine({ invoice, words }: Draft): string {
  const { seller } = invoice;
  const parts = [seller.name, seller.legalInformation?.replace(/\s+/g, ' ').trim()];
  if (seller.legalRegistration) parts.push(together(identifierText(seller.legalRegistration, words, 'registration')));
  if (seller.vatId !== undefined) parts.push(together(words.colon(words.label('vatId'), seller.vatId)));
  return parts.filter((part) => part !== undefined && part !== '').join('  ·  ');
}

const together = (text: string): string => text.replace(/ /g, '\u00a0');

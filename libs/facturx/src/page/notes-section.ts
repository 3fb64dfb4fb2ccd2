import { wrap } from '../fonts/wrap.js';
import { NOTE_SUBJECTS, TRANSACTION_KINDS } from './labels.table.js';
import { LEFT, WIDTH, type Draft, type Sheet } from './sheet.js';

const LEADING = 10.8;
/** Room for the label "Une question sur ce document" in its style. */
const CONTACT_INDENT = 150;

/** Legal and free notes as the seller worded them, then whom to ask. */
export function drawNotes(sheet: Sheet, draft: Draft): void {
  const { invoice, words, styles } = draft;
  const style = { ...styles.small, size: 8.4, colour: styles.body.colour };
  if (invoice.notes.length > 0) {
    sheet.need(34);
    sheet.page.text(LEFT, sheet.y + 8, words.label('notes'), styles.heading);
    sheet.y += 12;
    for (const note of invoice.notes) {
      const subject = note.subjectCode === undefined ? undefined : NOTE_SUBJECTS[note.subjectCode];
      const kind = note.subjectCode === 'BAR' ? TRANSACTION_KINDS[note.text.trim()] : undefined;
      const said = kind ? words.of(kind) : note.text;
      const text = subject ? words.colon(words.of(subject), said) : said;
      for (const line of wrap(text, WIDTH, style.size)) {
        sheet.need(LEADING);
        sheet.y += LEADING;
        sheet.page.text(LEFT, sheet.y - 1.5, line, style);
      }
      sheet.y += 2.5;
    }
    sheet.y += 10;
  }
  drawContact(sheet, draft);
}

function drawContact(sheet: Sheet, { invoice, words, styles }: Draft): void {
  const { contact } = invoice.seller;
  const parts = [contact?.name, contact?.telephone, contact?.email].filter((part) => part !== undefined && part !== '');
  if (parts.length === 0) return;
  // Beside its label rather than below it: the last block must not start a page of its own for one line.
  const lines = wrap(parts.join('  ·  '), WIDTH - CONTACT_INDENT, styles.smallInk.size);
  sheet.need(lines.length * LEADING);
  sheet.page.text(LEFT, sheet.y + LEADING - 1, words.label('questions'), styles.heading);
  for (const line of lines) {
    sheet.y += LEADING;
    sheet.page.text(LEFT + CONTACT_INDENT, sheet.y - 1, line, styles.smallInk);
  }
}

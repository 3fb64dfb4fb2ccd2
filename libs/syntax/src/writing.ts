import { ByteSink } from './byte-sink.js';
import type { FieldPath, ModelObject } from './field.js';
import { NOT_CARRIED_TEXTS, type NotCarried, type NotCarriedReason } from './not-carried.js';

/** One writing: what is written, where it stands, what could not be said. */
export class Writing {
  readonly notCarried: NotCarried[] = [];
  /** Values written so far; an element whose content added none is not written. */
  count = 0;
  /** 0-based repetition of the innermost group. */
  index = 0;
  /** Where the innermost group stands in the model; undefined outside of groups. */
  place: Place | undefined;

  constructor(
    readonly invoice: ModelObject,
    readonly isD16B: boolean,
    readonly currencies: { readonly currency: string; readonly vatCurrency: string },
  ) {}

  readonly sink = new ByteSink();

  /** The whole document: what `write` writes between a beginning and an end. */
  document(beginning: string, write: (to: Writing) => void, end: string): Uint8Array {
    this.sink.text(beginning);
    write(this);
    this.sink.text(end);
    return this.sink.finish();
  }

  drop(term: string, field: FieldPath, value: unknown, reason: NotCarriedReason): void {
    const shown =
      typeof value === 'object' && value !== null && !('units' in value) ? JSON.stringify(value) : String(value);
    this.notCarried.push({
      term,
      field: (field.isHeader ? '' : trailOf(this.place)) + field.path,
      value: shown.slice(0, 200),
      reason,
      message: NOT_CARRIED_TEXTS[reason],
    });
  }
}

/** An item of a list in the model. Put into words only when something could not be written. */
export interface Place {
  readonly outer: Place | undefined;
  readonly list: string;
  at: number;
}

/** `lines[3].allowances[0].` */
function trailOf(place: Place | undefined): string {
  return place === undefined ? '' : `${trailOf(place.outer)}${place.list}[${place.at}].`;
}

/** Writes one element or attribute of an item; of the invoice outside of groups. */
export type Write = (to: Writing, item: ModelObject | undefined) => void;

import type { Decimal } from '#kernel';
import type { Invoice } from './invoice.js';

type PathIn<T> = {
  [Key in keyof T & string]: NonNullable<T[Key]> extends readonly (infer Item)[]
    ? `${Key}[]` | `${Key}[].${PathIn<Item>}`
    : NonNullable<T[Key]> extends string | Decimal
      ? Key
      : Key | `${Key}.${PathIn<NonNullable<T[Key]>>}`;
}[keyof T & string];

/** Every place in the model, `[]` after a list: `lines[].price.netPrice`. The compiler knows them all. */
export type InvoicePath = PathIn<Invoice>;

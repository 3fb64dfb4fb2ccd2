import type { Decimal } from '#kernel';

/** Template tag for sentences with amounts: a decimal is written with its own scale, as it stands on the document. */
export function worded(strings: TemplateStringsArray, ...values: readonly (Decimal | string | number)[]): string {
  return strings.reduce((text, part, index) => text + String(values[index - 1]) + part);
}

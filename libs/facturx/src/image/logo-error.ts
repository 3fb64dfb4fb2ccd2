import { FacteurError } from '#kernel';

/** A logo that cannot be embedded, with the reason: code `FACTURX.LOGO`, category input. */
export function logoError(reason: string): FacteurError {
  return new FacteurError('FACTURX.LOGO', 'input', 'The logo cannot be used', { reason });
}

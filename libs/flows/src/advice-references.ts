import { documentKey } from '#receivables';
import type { RemittanceAdvice } from '#remittance';

/** Normalised references under which the payment may come. */
export function referencesOf(advice: RemittanceAdvice): string[] {
  const keys = [advice.adviceRef, ...advice.paymentRefs].map(documentKey);
  return [...new Set(keys.filter((key) => key !== ''))];
}

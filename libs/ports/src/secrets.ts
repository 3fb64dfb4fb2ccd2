/** Secrets by name. Values never appear in logs, errors, metrics or the effective configuration. */
export interface Secrets {
  /** @throws FacteurError `SECRET.MISSING` (precondition) naming the secret, never its value. */
  get(name: string): string;
  has(name: string): boolean;
}

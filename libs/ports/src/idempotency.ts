/** The first answer to a keyed request, kept so that a repetition gets the same one. */
export interface KeptAnswer {
  readonly requestHash: string;
  readonly status: number;
  readonly body: unknown;
}

export interface IdempotencyStore {
  find(route: string, key: string): Promise<KeptAnswer | undefined>;
  /** In the same transaction as the effect. False when the key is taken: the transaction must be given up and the kept answer read. */
  keep(route: string, key: string, answer: KeptAnswer, at: Date): Promise<boolean>;
}

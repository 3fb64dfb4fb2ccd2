import type { Answer, Client } from './client.js';

export interface Post {
  readonly key: string;
  readonly body: unknown;
}

export type PostAnswer = Answer<{ parcelId?: string; repeated?: boolean; orders?: { orderRef: string }[] }>;

const CLIENTS = 6;

/**
 * An ERP that posts its orders from several threads. Answers are kept by key; a post without an answer (connection refused or
 * cut) has none. After `pauseAfter` answers no further post begins before `resume` is called.
 */
export class PostingErp {
  readonly answers = new Map<string, PostAnswer>();
  /** Lets the posts after the pause begin. */
  resume: () => void = () => undefined;
  private readonly resumed = new Promise<void>((resolve) => {
    this.resume = resolve;
  });

  constructor(
    private readonly client: Client,
    private readonly posts: readonly Post[],
  ) {}

  get unanswered(): Post[] {
    return this.posts.filter(({ key }) => !this.answers.has(key));
  }

  async postAll(pauseAfter: number): Promise<void> {
    const waiting = [...this.posts];
    const work = async () => {
      for (let post = waiting.shift(); post; post = waiting.shift()) {
        if (this.answers.size >= pauseAfter) await this.resumed;
        await this.postOne(post);
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, work));
  }

  private async postOne({ key, body }: Post): Promise<void> {
    try {
      this.answers.set(key, await this.client.postJson('/v1/orders', body, key));
    } catch {
      // No answer: whether the order was taken, nobody can say. It is posted again under the same key.
    }
  }
}

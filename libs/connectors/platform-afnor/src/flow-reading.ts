import { z } from 'zod';
import { boundedText } from '#http';
import type { Acknowledgement, FlowNews } from '#ports';

/**
 * What the Flow Service answers (XP Z12-013 annex A, schemas `Flow`, `SearchFlowContent`, `WebhookIdParam`), read tolerantly:
 * members we do not know are left, codes are kept as they come, members that older platforms leave out may be missing.
 */
const shortText = z.string().max(1000);
const instant = z.iso.datetime({ offset: true, local: true }).transform((text) => new Date(text));

const acknowledgementSchema = z.object({
  status: shortText,
  details: z
    .array(
      z.object({
        level: shortText.nullish(),
        item: shortText.nullish(),
        reasonCode: shortText.nullish(),
        reasonMessage: z.string().max(100_000).nullish(),
      }),
    )
    .max(1000)
    .nullish(),
});

const flowSchema = z.object({
  flowId: z.string().min(1).max(64),
  name: shortText.nullish(),
  trackingId: z.string().max(64).nullish(),
  flowSyntax: shortText.nullish(),
  flowType: shortText.nullish(),
  flowDirection: shortText.nullish(),
  submittedAt: instant.nullish(),
  updatedAt: instant.nullish(),
  acknowledgement: acknowledgementSchema.nullish(),
});

const searchSchema = z.object({
  nextCursor: z.string().min(1).max(10_000).nullish(),
  results: z.array(z.unknown()).max(1000).nullish(),
});

export interface SearchPage {
  readonly flows: readonly FlowNews[];
  readonly nextCursor?: string;
  /** How many rows the page held, readable or not. */
  readonly size: number;
  /** Rows that could not be read; they are reported, never silently passed over. */
  readonly unreadable: number;
}

/** One flow; undefined when it lacks what identifies it. `now` stands in for the platform's clock where that is silent. */
export function readFlow(value: unknown, now: Date): FlowNews | undefined {
  const parsed = flowSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const flow = parsed.data;
  return {
    flowRef: flow.flowId,
    // Answers to a submission carry no direction: what we submit goes out.
    direction: flow.flowDirection === 'In' ? 'in' : 'out',
    flowType: flow.flowType ?? 'Undefined',
    syntax: flow.flowSyntax ?? 'Undefined',
    name: boundedText(flow.name ?? ''),
    ...(flow.trackingId ? { trackingId: flow.trackingId } : {}),
    updatedAt: flow.updatedAt ?? flow.submittedAt ?? now,
    // An incoming flow without acknowledgement is one that the platform has nothing against.
    acknowledgement: readAcknowledgement(
      flow.acknowledgement ?? (flow.flowDirection === 'In' ? { status: 'Ok' } : undefined),
    ),
  };
}

/** A page of a search; undefined when it is none. */
export function readSearch(value: unknown, now: Date): SearchPage | undefined {
  const parsed = searchSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const rows = parsed.data.results ?? [];
  const flows = rows.map((row) => readFlow(row, now)).filter((flow) => flow !== undefined);
  const nextCursor = parsed.data.nextCursor ?? undefined;
  return { flows, size: rows.length, unreadable: rows.length - flows.length, ...(nextCursor ? { nextCursor } : {}) };
}

/** Only `Error` refuses; a state we do not know is not taken for an end. */
function readAcknowledgement(value: z.output<typeof acknowledgementSchema> | null | undefined): Acknowledgement {
  const reasons = (value?.details ?? []).slice(0, 50).map(({ level, item, reasonCode, reasonMessage }) => {
    const place = item ? ` (${item})` : '';
    const weight = level === 'Warning' ? 'warning ' : '';
    return boundedText(`${weight}${reasonCode ?? ''}: ${reasonMessage ?? ''}${place}`);
  });
  const state = value?.status === 'Ok' ? 'ok' : value?.status === 'Error' ? 'error' : 'pending';
  return { state, reasons };
}

const createdSchema = z.object({
  webhookId: z.string().min(1).max(200),
  signingKey: z.string().min(1).max(1000),
  createdAt: instant.nullish(),
});

const listedSchema = z.object({
  webhookId: z.string().min(1).max(200),
  callbackUrl: z.string().max(2000),
  createdAt: instant.nullish(),
});

/** The answer to a subscription. */
export function readSubscription(
  value: unknown,
): { webhookRef: string; signingKey: string; createdAt?: Date } | undefined {
  const { data } = createdSchema.safeParse(value);
  return data && { webhookRef: data.webhookId, signingKey: data.signingKey, createdAt: data.createdAt ?? undefined };
}

/** The list of webhooks: the interface names the member `webhooks` in one place and `webhookIds` in another; both are read. */
export function readWebhooks(
  value: unknown,
): { webhookRef: string; callbackUrl: string; createdAt?: Date }[] | undefined {
  const parsed = z
    .object({ webhooks: z.array(z.unknown()).nullish(), webhookIds: z.array(z.unknown()).nullish() })
    .safeParse(value);
  if (!parsed.success) return undefined;
  return (parsed.data.webhooks ?? parsed.data.webhookIds ?? []).flatMap((each) => {
    const { data } = listedSchema.safeParse(each);
    return data
      ? [{ webhookRef: data.webhookId, callbackUrl: data.callbackUrl, createdAt: data.createdAt ?? undefined }]
      : [];
  });
}

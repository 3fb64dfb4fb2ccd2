import type { Clock } from '#kernel';
import type { FlowNews, SubmissionOutcome } from '#ports';
import { readFlow } from './flow-reading.js';
import { failureOf, jsonOf, reasonOf, type NoAnswer, type ServiceAnswer } from './service-call.js';

/** The platform's verdict on this very flow; the same bytes again would meet it again. */
const REFUSALS = new Set([400, 409, 413, 415, 422]);

/** What the answer to `POST /v1/flows` means. 500 and its like may come after the flow was stored: the next attempt looks first. */
export function submissionOutcome(answer: ServiceAnswer | NoAnswer, clock: Clock): SubmissionOutcome {
  if (answer.kind !== 'answer') return answer;
  if (answer.status >= 200 && answer.status < 300) {
    const flow = readFlow(jsonOf(answer), clock.now());
    // Taken, but under a name that did not reach us: the search by tracking id will tell it.
    if (!flow) return { kind: 'unknown', reason: `HTTP ${answer.status} without a flow id` };
    const { flowRef, updatedAt: submittedAt, acknowledgement } = flow;
    return { kind: 'accepted', flowRef, wasThere: false, submittedAt, acknowledgement };
  }
  if (REFUSALS.has(answer.status)) return { kind: 'refused', reason: reasonOf(answer) };
  return failureOf(answer, clock);
}

/**
 * The flow of an earlier attempt among those found under the tracking id: the one that was not refused for good, else the newest.
 * A flow that is known to be refused is passed over: a person had it sent again.
 */
export function earlierFlow(flows: readonly FlowNews[], exceptFlowRef: string | undefined): FlowNews | undefined {
  const candidates = flows.filter(({ flowRef }) => flowRef !== exceptFlowRef);
  return candidates.find(({ acknowledgement }) => acknowledgement.state !== 'error') ?? candidates[0];
}

/** An earlier attempt found there is taken for this one. */
export function outcomeOfEarlier(flow: FlowNews): SubmissionOutcome {
  const { reasons } = flow.acknowledgement;
  const isThere = reasons.length > 0 && reasons.every((reason) => reason.startsWith('AlreadyExistingFlow'));
  if (flow.acknowledgement.state === 'error' && !isThere) {
    return { kind: 'refused', reason: reasons.join('; ') || 'The platform refused the flow' };
  }
  const { flowRef, updatedAt: submittedAt, acknowledgement } = flow;
  return { kind: 'accepted', flowRef, wasThere: true, submittedAt, acknowledgement };
}

import type { JobHandler, JobHandlers, JobKind, JobOutcome } from '#ports';
import { inScope, type Instruments, type Tracing } from '#telemetry';

/** The handlers with what log lines, counters and traces need to know about each job: its tenant and what it belongs to. */
export function observedHandlers(handlers: JobHandlers, tracing: Tracing, { counters }: Instruments): JobHandlers {
  const count = (kind: JobKind, tenant: string, outcome: JobOutcome['kind'], isLastAttempt: boolean) => {
    if (kind !== 'send-webhook' || outcome === 'postponed') return;
    const gaveUp = outcome === 'dead' || (outcome === 'retry' && isLastAttempt);
    counters.webhooks.inc({ tenant, outcome: outcome === 'done' ? 'delivered' : gaveUp ? 'dead' : 'retry' });
  };
  const entries = (Object.entries(handlers) as [JobKind, JobHandler][]).map(
    ([kind, handler]): [JobKind, JobHandler] => [
      kind,
      (job, attempt) =>
        inScope({ tenantId: job.tenantId, correlationId: job.correlationId, span: undefined }, () =>
          tracing.span(
            `job ${kind}`,
            job.correlationId,
            {
              'facteur.tenant': job.tenantId,
              'facteur.job.id': job.id,
              'facteur.job.kind': kind,
              'facteur.job.attempt': job.attempts,
            },
            async () => {
              const outcome = await handler(job, attempt);
              count(kind, job.tenantId, outcome.kind, attempt.isLastAttempt);
              return outcome;
            },
          ),
        ),
    ],
  );
  return Object.fromEntries(entries) as JobHandlers;
}

import type { JobHandler, JobHandlers, JobKind } from '#ports';
import { inScope, type Tracing } from '#telemetry';

/** The handlers with what log lines, counters and traces need to know about each job: its tenant and what it belongs to. */
export function observedHandlers(handlers: JobHandlers, tracing: Tracing): JobHandlers {
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
            () => handler(job, attempt),
          ),
        ),
    ],
  );
  return Object.fromEntries(entries) as JobHandlers;
}

import { currentScope } from './scope.js';
import { traceIdOf } from './trace-id.js';

/** What an exemplar says: the trace, and the correlation id with which the API tells the story. */
export function exemplarOf(correlationId = currentScope().correlationId): Record<string, string> {
  if (correlationId === undefined || correlationId.length > 60) return {};
  return { trace_id: traceIdOf(correlationId), correlation_id: correlationId };
}

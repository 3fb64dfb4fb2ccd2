import type { Counter, Histogram } from 'prom-client';
import type { Signals } from '#ports';
import { CappedLabel } from './capped-label.js';
import { MATCH_LEVELS } from './closed-labels.table.js';
import { exemplarOf } from './exemplar.js';
import type { CounterName, HistogramName } from './instruments.js';
import { tenantLabel } from './scope.js';
import { LABEL_LIMITS } from './series-budget.js';

/** What flows tell of as it happens. The tenant is that of the scope they run in. */
export function createSignals(
  counters: Readonly<Record<CounterName, Counter>>,
  histograms: Readonly<Record<HistogramName, Histogram>>,
): Signals {
  const rules = new CappedLabel(LABEL_LIMITS.rule);
  return {
    orderSettled: (outcome) => counters.orders.inc({ tenant: tenantLabel(), outcome }),
    invoiceIssued: (format, type, warnings = []) => {
      counters.invoicesIssued.inc({ tenant: tenantLabel(), format, type });
      for (const rule of warnings) counters.ruleFindings.inc({ severity: 'warning', rule: rules.of(rule) });
    },
    deliveryAttempted: (channel, outcome, seconds) => {
      counters.deliveries.inc({ tenant: tenantLabel(), channel, outcome });
      histograms.deliveryDuration.observe({ labels: { channel }, value: seconds, exemplarLabels: exemplarOf() });
    },
    entryMatched: (outcome, level) =>
      counters.entriesMatched.inc({ tenant: tenantLabel(), outcome, level: levelLabel(level) }),
    jobFinished: (kind, outcome, seconds) => {
      counters.jobsFinished.inc({ kind, outcome });
      histograms.jobDuration.observe({ labels: { kind }, value: seconds, exemplarLabels: exemplarOf() });
    },
  };
}

function levelLabel(level: string): string {
  if (level === '') return 'none';
  return (MATCH_LEVELS as readonly string[]).includes(level) ? level : 'other';
}

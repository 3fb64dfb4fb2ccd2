import type { Registry } from 'prom-client';

/** One sample as prom-client hands it out; exemplars stand on the buckets of histograms. */
interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string | number | undefined>>;
  readonly metricName?: string;
  readonly exemplar?: {
    readonly labelSet: Readonly<Record<string, string>>;
    readonly value: number;
    readonly timestamp: number;
  } | null;
}

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: unknown;
  readonly values: readonly Sample[];
}

const CONTENT_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/**
 * The registry in the OpenMetrics 1.0 text format, exemplars included. prom-client writes a registry in one format only and
 * renames its counters for this one; here both formats come from the same instruments.
 */
export async function openMetricsText(registry: Registry): Promise<{ contentType: string; text: string }> {
  const families: readonly Family[] = await registry.getMetricsAsJSON();
  return { contentType: CONTENT_TYPE, text: `${families.map(familyText).join('\n')}\n# EOF\n` };
}

function familyText(family: Family): string {
  const isCounter = family.type === 'counter';
  // The family of a counter is named without the suffix that its samples have.
  const name = isCounter ? family.name.replace(/_total$/, '') : family.name;
  const sampleName = isCounter ? `${name}_total` : name;
  return [
    `# TYPE ${name} ${String(family.type)}`,
    `# HELP ${name} ${escaped(family.help)}`,
    ...family.values.map((sample) => sampleText(sample, sampleName)),
  ].join('\n');
}

function sampleText(sample: Sample, name: string): string {
  const labels = labelText(sample.labels ?? {});
  const line = `${sample.metricName ?? name}${labels} ${numberText(sample.value)}`;
  const { exemplar } = sample;
  if (!exemplar || Object.keys(exemplar.labelSet).length === 0) return line;
  return `${line} # ${labelText(exemplar.labelSet)} ${numberText(exemplar.value)} ${exemplar.timestamp}`;
}

function labelText(labels: Readonly<Record<string, string | number | undefined>>): string {
  const parts = Object.entries(labels).map(
    ([name, value]) => `${name}="${escaped(String(value)).replaceAll('"', '\\"')}"`,
  );
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}

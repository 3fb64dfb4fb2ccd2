/** The samples of one or several scrapes in the Prometheus text format; those of the same series are added up. */
export class Metrics {
  private readonly samples = new Map<string, number>();

  constructor(texts: readonly string[]) {
    for (const line of texts.flatMap((text) => text.split('\n'))) {
      const found = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line);
      if (!found) continue;
      const series = seriesOf(found[1] as string, labelsOf(found[2] ?? ''));
      this.samples.set(series, (this.samples.get(series) ?? 0) + Number(found[3]));
    }
  }

  /** The sum of all series that have these labels, whatever others they have; 0 when there is none. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    return [...this.samples]
      .filter(([key]) => key.startsWith(`${name}{`) && wanted.every((part) => labelsIn(key).includes(part)))
      .reduce((sum, [, value]) => sum + value, 0);
  }

  /** The label names of a metric's series, sorted; undefined when it has no series. */
  labelNames(name: string): string[] | undefined {
    const series = [...this.samples.keys()].find((key) => key.startsWith(`${name}{`));
    return series === undefined ? undefined : Object.keys(labelsOf(series.slice(name.length + 1, -1))).sort();
  }
}

function labelsIn(series: string): string[] {
  return series.slice(series.indexOf('{') + 1, -1).split(',');
}

function labelsOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

function seriesOf(name: string, labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${name}{${sorted.map(([label, value]) => `${label}="${value}"`).join(',')}}`;
}

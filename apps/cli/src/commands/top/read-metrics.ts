export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of a Prometheus text; comments and what is not a sample are passed over. */
export function readMetrics(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const found = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{([^}]*)\})? (\S+)$/.exec(line);
    if (!found) return [];
    const labels = [...(found[2] ?? '').matchAll(/([a-z_]+)="([^"]*)"/g)].map((each): [string, string] => [
      each[1] as string,
      each[2] as string,
    ]);
    return [{ name: found[1] as string, labels: Object.fromEntries(labels), value: Number(found[3]) }];
  });
}

/** The sum of a metric over the label sets that these labels select, by the values of one label. */
export function sumBy(samples: readonly Sample[], name: string, label: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const sample of samples.filter((each) => each.name === name)) {
    const key = sample.labels[label] ?? '';
    sums.set(key, (sums.get(key) ?? 0) + sample.value);
  }
  return sums;
}

export function total(samples: readonly Sample[], name: string): number {
  return samples.reduce((sum, sample) => (sample.name === name ? sum + sample.value : sum), 0);
}

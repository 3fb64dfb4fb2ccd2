import type { z } from 'zod';
import type { lineSearchSchema } from './api-schema.js';

/** A line of the directory (annex B); dates are members that some platforms add. */
export interface Line {
  readonly addressingIdentifier: string;
  readonly directoryLineStatus: 'Enabled' | 'Disabled' | 'Upcoming';
  readonly platformType: 'WK' | 'DFH';
  readonly siren: string;
  readonly siret?: string;
  readonly routingIdentifier?: string;
  readonly addressingSuffix?: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
}

type LineSearch = z.output<typeof lineSearchSchema>;

/** The directory of addresses: what is registered, and every SIREN that nobody registered is unknown. */
export class Directory {
  private readonly lines = new Map<string, Line>();

  /** Registers or replaces a line. */
  register(line: Pick<Line, 'addressingIdentifier'> & Partial<Line>): void {
    const { addressingIdentifier } = line;
    this.lines.set(addressingIdentifier, {
      directoryLineStatus: 'Enabled',
      platformType: 'WK',
      siren: addressingIdentifier.slice(0, 9),
      ...line,
    });
  }

  remove(address: string): void {
    this.lines.delete(address);
  }

  /** By address; lines to come are shown by the search alone. */
  find(address: string): Line | undefined {
    const line = this.lines.get(address);
    return line?.directoryLineStatus === 'Upcoming' ? undefined : line;
  }

  search({ filters, limit, ignore }: LineSearch): { totalNumberOfResults: number; results: Line[] } {
    const found = [...this.lines.values()].filter((line) =>
      Object.entries(filters ?? {}).every(([member, condition]) => {
        if (!condition) return true;
        const value = String(line[member as keyof Line] ?? '');
        const wanted = String(condition.value);
        return condition.op === 'strict' ? value === wanted : value.includes(wanted);
      }),
    );
    return { totalNumberOfResults: found.length, results: found.slice(ignore, ignore + (limit ?? 100)) };
  }
}

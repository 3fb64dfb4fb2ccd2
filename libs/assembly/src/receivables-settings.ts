import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal, FacteurError, localDate } from '#kernel';
import type { FlowContext } from '#flows';
import type { AdviceCsvMapping, CsvMapping } from '#remittance';
import type { LoadedSettings } from '#settings';

/** Dated interest rates and the column mappings of bank files, as the settings say. */
export function receivablesOf(
  loaded: LoadedSettings,
): Pick<FlowContext, 'interestRates' | 'statementCsvMapping' | 'adviceCsvMapping'> {
  const { interestRates, csvMappings } = loaded.settings.receivables;
  const mapping = (source: string): unknown => {
    const name = mappingName(loaded, source);
    return name === undefined ? undefined : readMapping(loaded.path(csvMappings), name);
  };
  return {
    interestRates: interestRates.map(({ from, refinancingRate, legalRate }) => ({
      from: localDate(from),
      refinancingRate: Decimal.of(refinancingRate),
      ...(legalRate === undefined ? {} : { legalRate: Decimal.of(legalRate) }),
    })),
    statementCsvMapping: (source) => mapping(source) as CsvMapping | undefined,
    adviceCsvMapping: (source) => mapping(source) as AdviceCsvMapping | undefined,
  };
}

/** Named in the call (`api/<id>`) or at the source. */
function mappingName(loaded: LoadedSettings, source: string): string | undefined {
  const [kind, name] = source.split(/[:/]/) as [string, string | undefined];
  if (kind === 'api') return name;
  return loaded.settings.sources.find((each) => `${each.kind}:${each.name}` === source)?.csvMapping;
}

/** The name is ours or a caller's: plain characters only, so that no other file can be reached. */
function readMapping(directory: string, name: string): unknown {
  const file = join(directory, `${name}.json`);
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(name) || !existsSync(file)) {
    throw new FacteurError('STATEMENT.UNKNOWN_MAPPING', 'input', 'No column mapping has this name', {
      name: name.slice(0, 60),
    });
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

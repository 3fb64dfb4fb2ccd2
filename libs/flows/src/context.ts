import type { Clock } from '#kernel';
import type { DestinationGate } from './destination-gate.js';
import type { CsvMapping } from '#order';
import type { HalfYearRates, MatchPolicy } from '#receivables';
import type { AdviceCsvMapping, CsvMapping as StatementCsvMapping } from '#remittance';
import type {
  DeliveryChannel,
  DeliverySink,
  DocumentStore,
  Log,
  PlatformsOfTenant,
  ProfilesOfTenant,
  Signals,
  Store,
  WebhookSender,
} from '#ports';

/** What every use case needs of the outside, and nothing else. An app builds it once. */
export interface FlowContext {
  readonly store: Store;
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly profiles: ProfilesOfTenant;
  /** The CSV column mapping of a parcel's source, if one is declared. */
  readonly csvMapping: (source: string) => CsvMapping | undefined;
  /** The CSV column mapping of remittance advices of a source, if one is declared. */
  readonly adviceCsvMapping?: (source: string) => AdviceCsvMapping | undefined;
  /** The CSV column mapping of bank statements of a source, if one is declared. */
  readonly statementCsvMapping?: (source: string) => StatementCsvMapping | undefined;
  readonly matchPolicy: MatchPolicy;
  /** Dated interest rates; the known ones where nothing is set. */
  readonly interestRates?: readonly HalfYearRates[];
  readonly sinks: Readonly<Partial<Record<DeliveryChannel, DeliverySink>>>;
  /** Bytes of a seller's logo, by the name in its profile; undefined where there is none. */
  readonly logo: (tenantId: string, name: string) => Uint8Array | undefined;
  /** Accredited platforms (PA) of a tenant; absent where none is wired. */
  readonly platforms?: PlatformsOfTenant;
  readonly webhookSender: WebhookSender;
  /** Circuit breaker and rate limit before each destination, shared by everything this process sends. */
  readonly destinations: DestinationGate;
  readonly signals: Signals;
  readonly log: Log;
}

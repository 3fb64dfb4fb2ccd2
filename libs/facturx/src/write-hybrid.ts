import type { Invoice } from '#invoice';
import { failed, ok, sha256, type Result } from '#kernel';
import { writeInvoice, type NotCarried } from '#syntax';
import { composeInBackground, type Branding } from './compose.js';
import { embedIntoPdf, type EmbedError } from './embed/embed-into-pdf.js';
import { HYBRID_PROFILES, type HybridProfile, type HybridProfileId } from './hybrid-profile.table.js';
import type { PageLanguage } from './page/words.js';
import { readBack } from './read-back.js';
import type { HybridError } from './reader/hybrid-error.js';

export interface HybridOptions {
  /** Without it the profile that BT-24 names, else EN 16931. */
  readonly profile?: HybridProfileId;
  /** A PDF that another program made; without it the page is composed. */
  readonly page?: Uint8Array;
  readonly language: PageLanguage;
  readonly createdAt: Date;
  readonly branding?: Branding;
}

export interface WrittenHybrid {
  readonly bytes: Uint8Array;
  readonly profile: HybridProfileId;
  /** Terms that the profile has no place for. */
  readonly notCarried: readonly NotCarried[];
}

/** Why no file came of it: the page cannot become PDF/A-3, or what was written does not say what the invoice says. */
export type HybridFailure = EmbedError | { readonly kind: 'not-the-same'; readonly error: HybridError };

/**
 * The invoice as a Factur-X file of a profile, on a composed page or on one that is given, read back and compared before it is
 * handed out.
 * @throws FacteurError category input, as `composeFacturX` does.
 */
export async function writeHybrid(
  source: Invoice,
  { profile: id, page, language, createdAt, branding }: HybridOptions,
): Promise<Result<WrittenHybrid, HybridFailure>> {
  const profile = id === undefined ? profileNamedBy(source) : HYBRID_PROFILES[id];
  const [specification = ''] = profile.specifications;
  const invoice = { ...source, process: { ...source.process, specification } };
  const { bytes: xml, notCarried } = writeInvoice(invoice, { syntax: 'cii', profile: profile.content });
  const facts = { xml, profile: profile.id, createdAt };
  const outcome =
    page === undefined
      ? ok(await composeInBackground({ invoice, language, branding, ...facts }))
      : await embedIntoPdf({ pdf: page, language: language === 'en' ? 'en' : 'fr', ...facts });
  if (!outcome.ok) return outcome;
  const { number, issueDate, totals } = invoice;
  const expected = { xmlSha256: sha256(xml), number, issueDate, amountDue: totals.amountDue };
  const checked = await readBack(outcome.value, expected);
  if (!checked.ok) return failed({ kind: 'not-the-same', error: checked.error });
  return ok({ bytes: outcome.value, profile: profile.id, notCarried });
}

function profileNamedBy({ process }: Invoice): HybridProfile {
  const named = process.specification.trim();
  const profiles = Object.values(HYBRID_PROFILES);
  return profiles.find(({ specifications }) => specifications.includes(named)) ?? HYBRID_PROFILES.EN16931;
}

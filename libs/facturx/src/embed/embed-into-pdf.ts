import type { Result } from '#kernel';
import type { HybridAttachment } from '../container/hybrid-file.js';
import type { HybridProfileId } from '../hybrid-profile.table.js';
import type { HybridError } from '../reader/hybrid-error.js';
import { hasWorkers, inBackground, INLINE_BYTES } from '../workers/background.js';
import type { Blocker } from './blockers.js';

export interface EmbedInput {
  /** The page as the ERP made it. */
  readonly pdf: Uint8Array;
  readonly xml: Uint8Array;
  readonly profile: HybridProfileId;
  readonly createdAt: Date;
  readonly language: 'fr' | 'en';
  readonly attachments?: readonly HybridAttachment[];
}

/** Why a PDF was not completed: it could not be read, or what stands in the way of PDF/A-3, all at once. */
export type EmbedError =
  | { readonly kind: 'unreadable'; readonly error: HybridError }
  | { readonly kind: 'blocked'; readonly blockers: readonly Blocker[] }
  | { readonly kind: 'unsound'; readonly checks: readonly string[] };

/**
 * Turns a PDF that another program made into a Factur-X file: adds the XML, metadata, output intent and file identifier,
 * mends flags of annotations and images, and leaves the page as it looks. A PDF that cannot become PDF/A-3 that way is
 * refused with every reason and place. The result is inspected before it is handed out. Large files go to a worker thread.
 */
export async function embedIntoPdf(input: EmbedInput): Promise<Result<Uint8Array, EmbedError>> {
  if (hasWorkers && input.pdf.length > INLINE_BYTES) return inBackground('embed', input);
  const { embedNow } = await import('./embed-now.js');
  return embedNow(input);
}

/** What the platform can be made to do. `path` narrows a fault to requests whose path holds it. */
export type PlatformFault =
  /** The flow is taken, but no answer ever comes. */
  | { readonly kind: 'accept-then-timeout'; readonly times?: number }
  /** The flow is taken, and the answer is 500. */
  | { readonly kind: 'accept-then-fail'; readonly times?: number }
  /** An outage before anything is done. */
  | {
      readonly kind: 'fail';
      readonly status: number;
      readonly retryAfter?: string;
      readonly errorCode?: string;
      readonly path?: string;
      readonly times?: number;
    }
  | { readonly kind: 'slow'; readonly ms: number; readonly path?: string; readonly times?: number }
  /** Every token is void from now on; a fresh one is granted. */
  | { readonly kind: 'token-expiry'; readonly times?: number }
  /** Searches list every flow twice. */
  | { readonly kind: 'duplicates'; readonly times?: number }
  /** Searches list flows newest first within a page. */
  | { readonly kind: 'out-of-order'; readonly times?: number }
  /** As a platform on version 1.2: cursors are ignored, none is given. */
  | { readonly kind: 'no-cursor'; readonly times?: number }
  /** Cursors are not known any more. */
  | { readonly kind: 'stale-cursor'; readonly times?: number }
  /** A document breaks off in the middle. */
  | { readonly kind: 'cut-document'; readonly times?: number }
  /** Search by tracking id does not find what came a moment ago. */
  | { readonly kind: 'blind-search'; readonly times?: number };

/** A picture as PDF image entries and bytes; `mask` is its soft mask (transparency). */
export interface PreparedImage {
  readonly width: number;
  readonly height: number;
  readonly entries: string;
  readonly content: Uint8Array;
  readonly mask?: { readonly entries: string; readonly content: Uint8Array };
}

import { PackRegistry } from '../engine/registry.js';
import { EN16931 } from './en16931/index.js';
import { FACTURX, FACTURX_PROFILES } from './facturx/index.js';
import { FR_CDAR } from './fr-cdar/index.js';
import { announcedFor2027 } from './fr-ctc/edition-2027.js';
import { FR_CTC } from './fr-ctc/index.js';
import { FR_CTC_EXTENDED, FR_CTC_EXTENDED_PARTS } from './fr-ctc-extended/index.js';
import { PEPPOL, PEPPOL_2025_11, PEPPOL_SELF_BILLING } from './peppol/index.js';
import { XRECHNUNG_2_1, XRECHNUNG_EXTENSION_2_1 } from './xrechnung/edition-2-1.js';
import { XRECHNUNG, XRECHNUNG_CVD, XRECHNUNG_EXTENSION } from './xrechnung/index.js';

/** Every pack that Facteur knows. A new pack is one more entry. */
export const registry = new PackRegistry([
  EN16931,
  FACTURX,
  ...FACTURX_PROFILES,
  PEPPOL,
  PEPPOL_2025_11,
  PEPPOL_SELF_BILLING,
  XRECHNUNG,
  XRECHNUNG_EXTENSION,
  XRECHNUNG_CVD,
  XRECHNUNG_2_1,
  XRECHNUNG_EXTENSION_2_1,
  FR_CTC,
  announcedFor2027(FR_CTC),
  FR_CTC_EXTENDED,
  ...FR_CTC_EXTENDED_PARTS,
  FR_CDAR,
]);

/** Names that `judge` accepts as packs, those of inner packs among them. */
export function packIds(): string[] {
  return registry.ids();
}

/** Names to offer to users; what Factur-X and XRechnung are made of is left out. */
export function offeredPackIds(): string[] {
  return registry.offeredIds();
}

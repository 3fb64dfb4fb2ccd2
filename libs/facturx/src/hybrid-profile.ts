import { HYBRID_PROFILES, type HybridProfileId } from './hybrid-profile.table.js';

const squeezed = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '');
const BY_NAME = new Map(Object.values(HYBRID_PROFILES).map(({ id }) => [squeezed(id), id]));

/** The profile that people mean by a name, however they write it: `EN 16931`, `basic-wl`, `EXTENDED-CTC-FR`. */
export function hybridProfileNamed(name: string): HybridProfileId | undefined {
  return BY_NAME.get(squeezed(name));
}

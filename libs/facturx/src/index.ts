export { composeFacturX, type Branding, type FacturXInput } from './compose.js';
export type { HybridAttachment } from './container/hybrid-file.js';
export {
  HYBRID_PROFILES,
  type HybridProfile,
  type HybridProfileId,
  type Relationship,
} from './hybrid-profile.table.js';
export type { PageLanguage } from './page/words.js';

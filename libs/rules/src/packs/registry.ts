import { PackRegistry } from '../engine/registry.js';
import { EN16931 } from './en16931/index.js';

/** Every pack that Facteur knows. A new pack is one more entry. */
export const registry = new PackRegistry([EN16931]);

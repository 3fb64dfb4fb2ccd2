import type { Bilingual } from '#kernel';
import type { LifecycleState } from './state.js';
import { statusRow } from './statuses.js';

/** Why a status may not be sent now. Incoming statuses are never judged by this. */
export interface NotEmittable {
  readonly code: 'STATUS.AFTER_REJECTION' | 'STATUS.AFTER_REFUSAL' | 'STATUS.NOT_SUSPENDED';
  readonly message: Bilingual;
}

/**
 * Whether we may send this status: nothing after 213, no mandatory status after 210 (terminal towards the public portal), and 209
 * only as the answer to a 208.
 */
export function mayEmit(state: LifecycleState, code: string): NotEmittable | undefined {
  if (state.transmission === 'rejected') {
    return {
      code: 'STATUS.AFTER_REJECTION',
      message: {
        en: 'The invoice was rejected (213): no status follows.',
        fr: 'La facture a été rejetée (213) : aucun statut ne suit.',
      },
    };
  }
  if (state.closedBy === '210' && statusRow(code)?.isMandatory) {
    return {
      code: 'STATUS.AFTER_REFUSAL',
      message: {
        en: 'The invoice was refused (210): no mandatory status follows.',
        fr: 'La facture a été refusée (210) : aucun statut obligatoire ne suit.',
      },
    };
  }
  if (code === '209' && !state.isSuspended) {
    return {
      code: 'STATUS.NOT_SUSPENDED',
      message: {
        en: 'The buyer has not suspended the invoice (208): there is nothing to complete.',
        fr: 'L’acheteur n’a pas suspendu la facture (208) : il n’y a rien à compléter.',
      },
    };
  }
  return undefined;
}

import type { Bilingual } from '#kernel';
import { FAULT_TEXTS, type XmlFaultCode } from './fault.table.js';
import type { XmlPosition } from './tree.js';

/** Why a document was refused. Reading stops at the first fault, as XML 1.0 demands of a fatal error. */
export interface XmlFault {
  /** Stable, `XML.REASON`. */
  readonly code: XmlFaultCode;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
  /** Where reading stopped; absent when the text could not even be decoded. */
  readonly position?: XmlPosition;
  /** What was seen there, cut at 200 characters. */
  readonly value?: string;
}

/** Carries a fault out of the depths of the scanner; never leaves this library. */
export class XmlRefusal extends Error {
  constructor(
    readonly code: XmlFaultCode,
    /** Offset into the decoded text; -1 when there is none. */
    readonly offset: number,
    readonly value: string | undefined,
  ) {
    super(code);
  }
}

/** Stops reading. */
export function refuse(code: XmlFaultCode, offset = -1, value?: string): never {
  throw new XmlRefusal(code, offset, value);
}

export function xmlFault(code: XmlFaultCode, position: XmlPosition | undefined, value: string | undefined): XmlFault {
  const { message, remedy } = FAULT_TEXTS[code];
  return {
    code,
    message,
    remedy,
    ...(position && { position }),
    ...(value !== undefined && { value: value.slice(0, 200) }),
  };
}

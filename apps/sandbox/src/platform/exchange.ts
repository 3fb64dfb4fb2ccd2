import type { IncomingMessage } from 'node:http';
import type { FaultSwitch } from '../fault-switch.js';
import type { Callbacks } from './callbacks.js';
import type { Desk } from './desk.js';
import type { Directory } from './directory.js';
import type { PlatformFault } from './faults.js';
import type { Tokens } from './tokens.js';

/** Everything the routes work with. */
export interface Counter {
  readonly desk: Desk;
  readonly directory: Directory;
  readonly callbacks: Callbacks;
  readonly tokens: Tokens;
  readonly faults: FaultSwitch<PlatformFault>;
}

/** A request whose sender is known. */
export interface Known {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly organization: string;
}

/** An answer; `silent` never answers, `cut` breaks off in the middle of the body. */
export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly file?: { readonly name: string; readonly bytes: Buffer };
  readonly fault?: 'silent' | 'cut';
}

export type Route = (request: Known, counter: Counter) => Promise<Reply | undefined>;

/** An `Error` of the interface. */
export const problem = (status: number, errorCode: string, errorMessage: string): Reply => ({
  status,
  json: { errorCode, errorMessage },
});

/** A JSON body, or undefined for anything else. */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

export { createAgentPool, type AgentPool } from './agent-pool.js';
export { openAgent, type AgentTraits } from './guarded-agent.js';
export { addressScope } from './outbound-address.js';
export { AddressRefused, boundedText, CertificateRefused, outcomeOfFailure } from './outbound-failure.js';
export { postOnce, type HttpAnswer, type Posting, type PostOutcome } from './post-once.js';
export { readBounded, type BoundedBody } from './read-bounded.js';
export { retryAfter } from './retry-after.js';
export { createTokenClient, type TokenClient, type TokenClientOptions, type TokenOutcome } from './token-client.js';

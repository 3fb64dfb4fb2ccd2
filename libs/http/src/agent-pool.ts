import type { Agent } from 'undici';
import { sha256 } from '#kernel';
import { openAgent, type AgentTraits } from './guarded-agent.js';

/** Agents by what their connections depend on: destinations that agree in it share theirs. */
export interface AgentPool {
  /** The agent for these traits, opened at the first call. */
  for(traits: AgentTraits): Agent;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/** An empty pool. */
export function createAgentPool(): AgentPool {
  const agents = new Map<string, Agent>();
  return {
    for: (traits) => {
      // Hashed: a private key must not stand in a map's key, where a heap dump or a debugger would show it first.
      const key = sha256(JSON.stringify(traits));
      const known = agents.get(key) ?? openAgent(traits);
      agents.set(key, known);
      return known;
    },
    close: async () => {
      const open = [...agents.values()];
      agents.clear();
      await Promise.all(open.map((agent) => agent.destroy()));
    },
  };
}

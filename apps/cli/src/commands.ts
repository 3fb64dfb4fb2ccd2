import type { Command } from 'commander';

export interface CommandEntry {
  readonly name: string;
  /** Loads the command's code only when it is needed: `facteur validate` must not wait for a web server's code. */
  readonly load: () => Promise<(program: Command) => void>;
}

/** Every command, in the order in which help shows them. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: 'serve', load: async () => (await import('./commands/serve.command.js')).registerServe },
  { name: 'worker', load: async () => (await import('./commands/worker.command.js')).registerWorker },
  { name: 'validate', load: async () => (await import('./commands/validate.command.js')).registerValidate },
  { name: 'rules', load: async () => (await import('./commands/rules.command.js')).registerRules },
  { name: 'convert', load: async () => (await import('./commands/convert.command.js')).registerConvert },
  { name: 'invoice', load: async () => (await import('./commands/invoice.command.js')).registerInvoice },
  { name: 'inspect', load: async () => (await import('./commands/inspect.command.js')).registerInspect },
  { name: 'statement', load: async () => (await import('./commands/statement.command.js')).registerStatement },
  { name: 'account', load: async () => (await import('./commands/account.command.js')).registerAccount },
  { name: 'entries', load: async () => (await import('./commands/cash/entries.commands.js')).registerEntries },
  { name: 'proposals', load: async () => (await import('./commands/cash/entries.commands.js')).registerProposals },
  { name: 'payments', load: async () => (await import('./commands/cash/payments.commands.js')).registerPayments },
  { name: 'claims', load: async () => (await import('./commands/cash/claims.commands.js')).registerClaims },
  { name: 'discount', load: async () => (await import('./commands/cash/claims.commands.js')).registerDiscount },
  { name: 'correct', load: async () => (await import('./commands/cash/corrections.commands.js')).registerCorrect },
  { name: 'disputes', load: async () => (await import('./commands/cash/disputes.commands.js')).registerDisputes },
  { name: 'plans', load: async () => (await import('./commands/cash/plans.commands.js')).registerPlans },
  { name: 'promises', load: async () => (await import('./commands/cash/plans.commands.js')).registerPromises },
  { name: 'kpis', load: async () => (await import('./commands/cash/kpis.commands.js')).registerKpis },
  { name: 'ageing', load: async () => (await import('./commands/cash/kpis.commands.js')).registerAgeing },
  { name: 'lifecycle', load: async () => (await import('./commands/lifecycle.command.js')).registerLifecycle },
  { name: 'ereport', load: async () => (await import('./commands/ereport.command.js')).registerEReport },
  { name: 'jobs', load: async () => (await import('./commands/jobs.command.js')).registerJobs },
  { name: 'parcels', load: async () => (await import('./commands/parcels.command.js')).registerParcels },
  { name: 'partner', load: async () => (await import('./commands/partner.command.js')).registerPartner },
  { name: 'platform', load: async () => (await import('./commands/platform.command.js')).registerPlatform },
  { name: 'webhooks', load: async () => (await import('./commands/webhooks.command.js')).registerWebhooks },
  { name: 'trace', load: async () => (await import('./commands/trace.command.js')).registerTrace },
  { name: 'top', load: async () => (await import('./commands/top.command.js')).registerTop },
  { name: 'replay', load: async () => (await import('./commands/replay.command.js')).registerReplay },
  { name: 'verify', load: async () => (await import('./commands/verify.command.js')).registerVerify },
  { name: 'config', load: async () => (await import('./commands/config.command.js')).registerConfig },
];

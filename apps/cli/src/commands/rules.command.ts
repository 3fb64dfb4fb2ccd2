import { InvalidArgumentError, Option, type Command } from 'commander';
import { assemble } from '#assembly';
import { rehearseRules, type BreakingInvoice, type Rehearsal } from '#flows';
import { addDays, FacteurError, localDateOf, systemClock } from '#kernel';
import { describePacks, describeRules, type PackDescription, type RuleDescription } from '#rules';
import { createLog } from '#telemetry';
import { loadOrExplain } from '../configuration.js';

type Format = 'text' | 'json';
interface RehearseOptions {
  readonly pack?: string;
  readonly packVersion?: string;
  readonly days: number;
  readonly tenant?: string;
  readonly lang: 'en' | 'fr';
  readonly format: Format;
}

const HELP = `
Reads the database and the documents that the configuration names, and changes nothing. The embedded database belongs to one
process at a time: stop the gateway, or run it on PostgreSQL.

Exit codes: 0 every invoice would pass; 1 some would break; 2 it could not be looked at.`;

const WIDTH = 22;

export function registerRules(program: Command): void {
  const rules = program.command('rules').description('see the rule packs, and try one that is not in force yet');
  const format = () => new Option('--format <format>', 'how to answer').choices(['text', 'json']).default('text');
  rules
    .command('list')
    .description('every pack with its versions and the days on which they hold')
    .addOption(format())
    .action(({ format: as }: { format: Format }) => list(as));
  rules
    .command('show')
    .argument('<pack>', 'name of a pack, with @VERSION for one version')
    .argument('[rule]', 'one rule')
    .description('the rules of a pack with what they say')
    .addOption(new Option('--lang <language>', 'of messages').choices(['en', 'fr']).default('en'))
    .addOption(format())
    .action(show);
  rules
    .command('rehearse')
    .description('judge the invoices of the last days by a pack that is not in force yet, and list who would break')
    .option('--pack <names>', 'packs, separated by commas (default: the newest in force that each document asks for)')
    .option('--pack-version <version>', 'version of the pack, in force or not (default: the newest in force)')
    .option('--days <days>', 'how far back', whole, 30)
    .option('--tenant <id>', 'one tenant (default: all)')
    .addOption(new Option('--lang <language>', 'of messages').choices(['en', 'fr']).default('en'))
    .addOption(format())
    .addHelpText('after', HELP)
    .action(rehearse);
}

function whole(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('a whole number of days, at most 9999');
  return Number(text);
}

function list(format: Format): void {
  const packs = describePacks();
  process.stdout.write(format === 'json' ? `${JSON.stringify(packs, null, 2)}\n` : packs.map(packText).join(''));
}

function packText(pack: PackDescription): string {
  const { id, version, validFrom, validTo, isPart, isAnnounced, rules, source } = pack;
  const until = validTo === undefined ? '' : ` until ${validTo}`;
  const inForce = isAnnounced && localDateOf(systemClock.now()) < validFrom ? ', not in force yet' : '';
  const part = isPart ? ' (part of another pack)' : '';
  return `${id.padEnd(WIDTH)} ${version.padEnd(8)} from ${validFrom}${until}${inForce}, ${rules} rules${part}\n${''.padEnd(WIDTH)} ${source}\n`;
}

function show(pack: string, rule: string | undefined, { lang, format }: Pick<RehearseOptions, 'lang' | 'format'>) {
  const [id = pack, version] = pack.split('@');
  const found = describeRules(id, version)?.filter((each) => rule === undefined || each.id === rule);
  if (found === undefined || found.length === 0)
    throw new FacteurError('RULES.UNKNOWN_PACK', 'input', `No pack or rule is named ${pack}${rule ? ` ${rule}` : ''}`);
  const text = ({ id: name, severity, terms, message, remedy }: RuleDescription): string =>
    `${name} [${severity}] ${terms.join(' ')}\n  ${message[lang]}\n  ${remedy[lang]}\n`;
  process.stdout.write(format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : found.map(text).join(''));
}

async function rehearse(options: RehearseOptions): Promise<void> {
  const { pack, packVersion, days } = options;
  if (packVersion !== undefined && (pack === undefined || pack.includes(',')))
    throw new FacteurError('CLI.PACK_VERSION', 'input', '--pack-version goes with one --pack');
  const names = pack?.split(',').map((name) => name.trim());
  const packs = names?.map((name) => (packVersion === undefined ? name : `${name}@${packVersion}`)) ?? 'auto';
  const { context, loaded, close } = await assembled();
  try {
    const since = addDays(localDateOf(context.clock.now()), -days);
    const reports: Rehearsal[] = [];
    for (const id of tenantsOf(loaded.settings.tenants, options.tenant)) {
      const onProgress = (judged: number): void => void (process.stderr.isTTY && process.stderr.write(`\r${judged}`));
      reports.push(await rehearseRules(context, id, { packs, since, onProgress }));
    }
    const text = reports.map((report) => rehearsalText(report, options.lang)).join('');
    process.stdout.write(options.format === 'json' ? `${JSON.stringify(reports, null, 2)}\n` : text);
    if (reports.some(({ breaking, unreadable }) => breaking.length + unreadable.length > 0)) process.exitCode = 1;
  } finally {
    await close();
  }
}

async function assembled() {
  const assembly = await assemble(loadOrExplain(), { log: createLog('silent') });
  return { context: assembly.context, loaded: assembly.loaded, close: () => assembly.close() };
}

function tenantsOf(all: readonly { readonly id: string }[], tenant: string | undefined): readonly string[] {
  if (tenant === undefined) return all.map(({ id }) => id);
  if (!all.some(({ id }) => id === tenant))
    throw new FacteurError('CLI.NO_TENANT', 'input', `No tenant is called ${tenant}`);
  return [tenant];
}

function rehearsalText(report: Rehearsal, language: 'en' | 'fr'): string {
  const { tenantId, since, judged, packs, breaking, unreadable } = report;
  const by = packs.length === 0 ? '' : `, judged by ${packs.map(({ id, version }) => `${id} ${version}`).join(', ')}`;
  const head = `${tenantId}: ${judged} invoices since ${since}${by}: ${breaking.length} would break\n`;
  const lost = unreadable.map((number) => `  ${number}  its document cannot be read\n`).join('');
  return head + breaking.map((each) => breakingText(each, language)).join('') + lost;
}

function breakingText({ number, customerRef, customerName, packs, breaches }: BreakingInvoice, language: 'en' | 'fr') {
  const judges = packs.map(({ id, version }) => `${id} ${version}`).join(', ');
  const lines = breaches.map(
    ({ rule, value, message, remedy }) =>
      `    ${rule}${value === '' ? '' : ` "${value}"`}: ${message[language]}\n      → ${remedy[language]}\n`,
  );
  return `  ${number}  ${customerRef} ${customerName} (${judges})\n${lines.join('')}`;
}

/** The processes of an installation under measurement: how they start, what they use. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Started {
  readonly child: ChildProcess;
  readonly url: string;
}

const children: ChildProcess[] = [];

/** Every process that was started here, whether it still runs or not. */
export function startedChildren(): readonly ChildProcess[] {
  return children;
}

/** Starts the built product as an operator does. BENCH_PROFILE=DIR writes a CPU profile of each process there. */
export function startProcess(
  command: 'serve' | 'worker',
  environment: NodeJS.ProcessEnv,
  profile: string | undefined = process.env['BENCH_PROFILE'],
): Promise<Started> {
  const flags =
    profile === undefined
      ? []
      : [
          '--cpu-prof',
          `--cpu-prof-dir=${profile}`,
          `--cpu-prof-name=${command}-${Date.now()}-${Math.random()}.cpuprofile`,
        ];
  const main = join(process.cwd(), 'bin', 'run-built.mjs');
  const child = spawn(process.execPath, ['--no-warnings', ...flags, main, command], {
    cwd: process.cwd(),
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      const said = chunk.toString('utf8');
      if (process.env['BENCH_LOG']) process.stderr.write(said);
      if (text.length > 100_000) return;
      text += said;
      const url = /"event":"(?:gateway|worker)\.started","url":"([^"]+)"/.exec(text)?.[1];
      if (url !== undefined) resolve({ child, url });
    });
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}: ${text.slice(-2000)}`)));
  });
}

export function stopProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

/** Resident memory in MB; Linux only. */
export function memoryOf(pid: number | undefined): number {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  } catch {
    // Not Linux, or ended.
    return 0;
  }
}

const TICK_MS = 10;
const SERVERS: ReadonlySet<string> = new Set(['postgres', 'sshd']);

/** The process id of the database server that was started for this run; 0 where it is not known. */
function ownPostmaster(): number {
  const file = join(process.env['SERVICES_DIR'] ?? '/nowhere', 'postgres', 'data', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
}

/** CPU milliseconds since their start of all processes that run, by name, those that ended while we looked left out. */
export function cpuByName(names: ReadonlyMap<number, string>): Map<string, number> {
  const used = new Map<string, number>();
  if (!existsSync('/proc')) return used;
  const postmaster = ownPostmaster();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const program = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      const isForeign =
        program === 'postgres' && postmaster > 0 && pid !== postmaster && Number(fields[1]) !== postmaster;
      const name = names.get(pid) ?? (isForeign ? 'postgres of others' : program);
      // Servers that keep a process for each connection: those that ended count with the one that waited for them.
      const ended = SERVERS.has(name) ? Number(fields[13]) + Number(fields[14]) : 0;
      used.set(name, (used.get(name) ?? 0) + (Number(fields[11]) + Number(fields[12]) + ended) * TICK_MS);
    } catch {
      // Ended meanwhile.
    }
  }
  return used;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Ended {
  /** Null when a signal ended the process. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One `bin/facteur serve` or `bin/facteur worker`, started as an operator starts it. */
export class FacteurProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** Where its HTTP server listens. */
    readonly url: string,
    private readonly ended: Promise<Ended>,
  ) {}

  /**
   * Resolves when the process says in its log that it has started.
   * @throws Error with the end of its output when it ends before that.
   */
  static async start(command: 'serve' | 'worker', environment: NodeJS.ProcessEnv, logFile: string) {
    const child = spawn(process.execPath, ['bin/facteur', command], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    const log = createWriteStream(logFile, { flags: 'a' });
    const last: string[] = [];
    const url = await new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          log.write(`${line}\n`);
          if (last.push(line) > 30) last.shift();
          const started = startedUrl(line);
          if (started !== undefined) resolve(started);
        });
      }
      void ended.then(({ code, signal }) => {
        log.end();
        reject(new Error(`facteur ${command} ended (${code ?? signal}) before it had started:\n${last.join('\n')}`));
      });
    });
    return new FacteurProcess(child, url, ended);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** kill -9: no handler runs, nothing is flushed. */
  kill(): Promise<Ended> {
    this.child.kill('SIGKILL');
    return this.ended;
  }

  /** As an operator or a container platform ends it. */
  stop(): Promise<Ended> {
    this.child.kill('SIGTERM');
    return this.ended;
  }
}

/** The log is JSON lines; the one about the start carries the address. */
function startedUrl(line: string): string | undefined {
  if (!/"(gateway|worker)\.started"/.test(line)) return undefined;
  return (JSON.parse(line) as { url?: string }).url;
}

/** Runs `bin/facteur` to its end. */
export async function runFacteur(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['bin/facteur', ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

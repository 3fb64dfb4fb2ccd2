import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface GatewayProcess {
  readonly child: ChildProcess;
  /** Resolves with the exit code; 1 when a signal ended it. */
  readonly exited: Promise<number>;
}

/**
 * Starts `facteur serve` as a process of its own, as an operator would. In a new process group, so that Ctrl-C in the terminal
 * reaches the starter alone and the starter decides the order in which things stop.
 */
export function spawnGateway(root: string, environment: NodeJS.ProcessEnv, output: 'inherit' | number): GatewayProcess {
  const child = spawn(process.execPath, [join(root, 'bin', 'facteur'), 'serve'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', output, output],
    detached: true,
  });
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', () => resolve(1));
  });
  return { child, exited };
}

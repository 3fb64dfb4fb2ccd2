/** What the sandbox says about itself; any structured log fits. */
export interface SandboxLog {
  info(event: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(event: string, facts?: Readonly<Record<string, unknown>>): void;
}

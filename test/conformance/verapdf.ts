import { spawnSync } from 'node:child_process';

export interface PdfVerdict {
  readonly file: string;
  readonly compliant: boolean;
  readonly failures: readonly unknown[];
}

/** PDF/A-3B verdicts of veraPDF on these files. */
export function judgePdfs(files: readonly string[]): PdfVerdict[] {
  // Exit codes 1 and 2 tell of files that do not comply; the lines say which.
  const { stdout, stderr } = spawnSync('bash', ['test/conformance/verapdf.sh', '-'], {
    input: files.join('\n'),
    maxBuffer: 1e9,
  });
  if (stdout.length === 0) throw new Error(`veraPDF did not run: ${stderr.toString().slice(0, 2000)}`);
  return stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PdfVerdict);
}

import { Command } from 'commander';
export async function main(argv: string[]): Promise<void> {
  await new Command('facteur').parseAsync(argv);
}

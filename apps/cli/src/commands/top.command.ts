import { setTimeout as pause } from 'node:timers/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { gatewayClient, withGatewayOptions, type GatewayOptions } from '../gateway-client.js';
import type { OutputFormat } from '../show.js';
import { readLiveState, type LiveState } from './top/live-state.js';
import { pictureOf } from './top/picture.js';

interface TopOptions extends GatewayOptions {
  readonly once?: boolean;
  readonly every: number;
  readonly format: OutputFormat;
  readonly lang?: 'en' | 'fr';
}

const CLEAR = '\u001b[H\u001b[2J';
const [ENTER, LEAVE] = ['\u001b[?1049h\u001b[?25l', '\u001b[?25h\u001b[?1049l'];

export function registerTop(program: Command): void {
  withGatewayOptions(
    program
      .command('top')
      .description('the live state: queues, rates, partners, last refusals, DSO; Ctrl-C ends it')
      .option('--once', 'one picture, for scripts')
      .option('--every <seconds>', 'pause between two pictures', everySeconds, 2)
      .addOption(
        new Option('--format <format>', 'json: one object a picture').choices(['text', 'json']).default('text'),
      )
      .addOption(
        new Option('--lang <language>', 'language of the text (default: of the locale)').choices(['en', 'fr']),
      ),
  ).action(async ({ once, every, format, lang, ...options }: TopOptions) => {
    const gateway = gatewayClient(options);
    const isScreen = once !== true && format === 'text' && process.stdout.isTTY;
    const language = lang ?? ((process.env['LC_ALL'] ?? process.env['LANG'] ?? '').startsWith('fr') ? 'fr' : 'en');
    const ending = new AbortController();
    const end = () => ending.abort();
    process.once('SIGINT', end).once('SIGTERM', end);
    if (isScreen) process.stdout.write(ENTER);
    try {
      let state: LiveState | undefined;
      do {
        state = await readLiveState(gateway, state);
        const text =
          format === 'json' ? `${JSON.stringify(state)}\n` : pictureOf(state, language, process.stdout.columns ?? 120);
        process.stdout.write(isScreen ? `${CLEAR}${text}` : text);
        if (once !== true) await pause(every * 1000, undefined, { signal: ending.signal }).catch(() => undefined);
      } while (once !== true && !ending.signal.aborted);
    } finally {
      if (isScreen) process.stdout.write(LEAVE);
      process.off('SIGINT', end).off('SIGTERM', end);
    }
  });
}

function everySeconds(text: string): number {
  const value = Number(text);
  if (!(value >= 0.5 && value <= 3600)) throw new InvalidArgumentError('between 0.5 and 3600');
  return value;
}

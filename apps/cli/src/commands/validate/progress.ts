/** What progress is written to: standard error, as far as it is needed here. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface Progress {
  clear(): void;
  show(done: number): void;
}

/** A line that counts, on a terminal only and for more files than scroll by at once. */
export function progressOn(stream: Terminal, total: number): Progress {
  if (!stream.isTTY || total < 50) return { clear: () => undefined, show: () => undefined };
  let shown = false;
  return {
    clear: () => {
      if (shown) stream.write('\r\u001b[K');
      shown = false;
    },
    show: (done) => {
      if (done === total) return;
      stream.write(`${done} / ${total}`);
      shown = true;
    },
  };
}

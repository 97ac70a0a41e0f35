import { log } from './log';

/**
 * Does something again and again, one round after the other: a round that takes longer than the interval
 * delays the next. Keeps no process alive. `round` must not reject.
 */
export function startRounds(everyMs: number, round: () => Promise<void>): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= round().finally(() => {
      running = null;
    });
  }, everyMs).unref();
  return {
    /** Resolves when no round is under way. */
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/**
 * A round that never rejects: it says once that it fails, until it works again.
 * @param tell how it says so; absent: in the log
 */
export function quietly(
  words: string,
  work: () => Promise<void>,
  tell: (error: unknown, words: string) => void = (error) => log().warn({ err: error }, words),
): () => Promise<void> {
  let failing = false;
  return async () => {
    try {
      await work();
      failing = false;
    } catch (error) {
      if (!failing) tell(error, words);
      failing = true;
    }
  };
}

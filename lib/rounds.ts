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

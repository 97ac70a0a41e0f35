import { processState } from '../process-state';

interface Waker {
  nudges: number;
  listeners: Set<() => void>;
}
const waker = () => processState<Waker>('usage.waker', () => ({ nudges: 0, listeners: new Set() }));

/** Tells this process's consumer that something was settled, so that charts show it within a second or so. */
export function nudge(): void {
  const state = waker();
  state.nudges += 1;
  for (const listener of state.listeners) listener();
}

/** How often the reader was nudged so far: for `pause`, to miss none. */
export const nudges = (): number => waker().nudges;

/**
 * Waits `pauseMs`, but after a nudge (also one given since `seen` was read) only `leastMs`.
 * @returns whether a nudge came.
 */
export function pause(
  pauseMs: number,
  signal: AbortSignal,
  nudged = { leastMs: pauseMs, seen: nudges() },
): Promise<boolean> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const already = nudges() !== nudged.seen;
    let timer = setTimeout(() => done(already), already ? nudged.leastMs : pauseMs);
    const shorten = () => {
      const leftMs = nudged.leastMs - (performance.now() - startedAt);
      if (leftMs <= 0) return done(true);
      waker().listeners.delete(shorten);
      clearTimeout(timer);
      timer = setTimeout(() => done(true), leftMs);
    };
    const stop = () => done(false);
    function done(wasNudged: boolean) {
      clearTimeout(timer);
      waker().listeners.delete(shorten);
      signal.removeEventListener('abort', stop);
      resolve(wasNudged);
    }
    if (signal.aborted) return done(false);
    signal.addEventListener('abort', stop);
    if (!already) waker().listeners.add(shorten);
  });
}

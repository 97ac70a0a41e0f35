import { setTimeout as pause } from 'node:timers/promises';
import { failureOf } from './upstream-error';

/** Before the second try and the third. A provider that restarts, or a name server that hiccups, is back by then. */
const PAUSES_MS = [50, 250];

interface Bounds {
  /** Aborts once the client has gone: then nothing is tried again. */
  signal: AbortSignal;
  /** No further try begins later than this after the first. */
  withinMs: number;
}

/**
 * Sends, up to three times where the upstream cannot have seen a byte of the request (refused, unreachable,
 * name not found). Whatever may have been seen is never sent twice: it may have been done, and billed.
 * @throws what the last try threw
 */
export async function sendAgain<T>(send: () => Promise<T>, { signal, withinMs }: Bounds): Promise<T> {
  const startedMs = performance.now();
  for (let tries = 0; ; tries += 1) {
    try {
      return await send();
    } catch (thrown) {
      const pauseMs = PAUSES_MS[tries];
      const late = pauseMs === undefined || performance.now() - startedMs + pauseMs > withinMs;
      if (late || signal.aborted || !failureOf(thrown).again) throw thrown;
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) throw thrown;
    }
  }
}

import { quietly, startRounds } from '../rounds';
import { evaluate, watchedWorkspaces } from './evaluate';
import type { FigureSource } from './figure';
import { sendDue } from './send';

const LOOK_MS = 10_000;
const SEND_MS = 1000;

/**
 * Looks at the counters that rules watch, and sends what is due, until it is stopped. Started by lib/server alone:
 * no request ever waits for it.
 */
export function startAlerts(source: FigureSource): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const looking = startRounds(
    LOOK_MS,
    quietly('limits cannot be looked at for alerts; tried again', () => lookAll(source, stopping.signal)),
  );
  const sending = startRounds(
    SEND_MS,
    quietly('alerts cannot be sent; tried again', async () => {
      await sendDue();
    }),
  );
  return {
    async stop() {
      stopping.abort();
      await Promise.all([looking.stop(), sending.stop()]);
    },
  };
}

/** One workspace's trouble does not keep the others from being told. */
async function lookAll(source: FigureSource, signal: AbortSignal): Promise<void> {
  let failed: unknown;
  for (const workspace of await watchedWorkspaces()) {
    if (signal.aborted) return;
    await evaluate(workspace, source).catch((error: unknown) => {
      failed = error;
    });
  }
  if (failed) throw failed;
}

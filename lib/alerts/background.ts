import { soleOf } from '../db/sole';
import { env } from '../env';
import { quietly, startRounds } from '../rounds';
import { evaluate, watchedWorkspaces } from './evaluate';
import type { FigureSource } from './figure';
import { pruneAlerts } from './prune';
import { sendDue } from './send';

const LOOK_MS = 10_000;
const SEND_MS = 1000;
const PRUNE_MS = 3_600_000;
/** One instance looks for all: beside those of the ledger (lib/usage). */
const LOCK = 4_871_004;

/**
 * Looks at the counters that rules watch, and sends what is due, until it is stopped. Started by lib/server alone:
 * no request ever waits for it.
 */
export function startAlerts(source: FigureSource): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const sole = soleOf(LOCK, 'headroom alerts');
  let prunedMs = Number.NEGATIVE_INFINITY;
  const looking = startRounds(
    LOOK_MS,
    quietly('limits cannot be looked at for alerts; tried again', async () => {
      if (stopping.signal.aborted || !(await sole.isMine())) return;
      await lookAll(source, stopping.signal);
      if (performance.now() - prunedMs < PRUNE_MS) return;
      await pruneAlerts(env().RETAIN_ALERTS_DAYS);
      prunedMs = performance.now();
    }),
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
      await sole.stop();
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

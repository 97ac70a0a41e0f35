import fc from 'fast-check';
import { afterAll, inject, it } from 'vitest';
import { openTcpStore } from '../redis/tcp';
import { ledgerWith } from '../testing/engine';
import { runSequence } from '../testing/engine-model';
import { sequences } from '../testing/engine-sequences';
import { figure, scaled } from '../testing/proof';
import { createEngine } from './engine';

const RUNS = scaled(2000, 50_000);
const YEAR_MS = 365 * 86_400_000;

const store = openTcpStore(inject('servers').redisUrl);
const engine = createEngine({ store, ledger: ledgerWith(store, []), testClock: true });
afterAll(() => store.close());

it(
  'random sequences of admissions, settles, renewals, reaping and plan changes equal the reference',
  async () => {
    // Later sequences lie later, so that reaping one does not meet what another left open.
    let startMs = Date.UTC(2026, 0, 30, 3, 0, 0);
    let steps = 0;
    const result = await fc.check(
      fc.asyncProperty(sequences, async (sequence) => {
        startMs += YEAR_MS / 1000;
        steps += sequence.steps.length;
        await runSequence(engine, store, sequence, startMs);
      }),
      { numRuns: RUNS },
    );
    figure(
      `model: ${result.numRuns} sequences, ${steps} steps, seed ${result.seed}, mismatches ${result.failed ? 1 : 0}`,
    );
    if (result.failed) throw new Error(fc.defaultReportMessage(result), { cause: result.errorInstance });
  },
  scaled(600_000, 7_200_000),
);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { db } from '../db/client';
import { newId } from '../ids';
import { addEvents, ledgerEvent } from '../testing/ledger-events';
import { startConsumer } from './consumer';
import { consumerLag } from './lag';
import type { Step } from './write-entries';

const SCRIPT = fileURLToPath(new URL('../testing/run-consumer.ts', import.meta.url));
const STEPS: Step[] = ['read', 'locked', 'written', 'moved', 'committed', 'trimmed'];

/** Runs a consumer until it has killed itself at a step. */
async function killedAt(step: Step): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, step], { stdio: 'inherit' });
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
}

test('kill -9 of the consumer at every step loses no call and counts none twice', async () => {
  const workspaceIds = [newId(), newId(), newId()];
  let sent = 0;
  for (const step of STEPS) {
    const events = Array.from({ length: 30 }, (_, i) =>
      ledgerEvent({ workspaceId: workspaceIds[i % 3], costMicros: i }),
    );
    await addEvents(events);
    sent += events.length;
    expect(await killedAt(step)).toBe('SIGKILL');
  }
  const survivor = startConsumer();
  await survivor.drained();
  await survivor.stop();
  const cost = STEPS.length * ((29 * 30) / 2);
  expect(await db().usageEvent.aggregate({ _count: true, _sum: { costMicros: true } })).toEqual({
    _count: sent,
    _sum: { costMicros: BigInt(cost) },
  });
  const rollups = { _sum: { requests: BigInt(sent), costMicros: BigInt(cost) } };
  const sums = { _sum: { requests: true, costMicros: true } } as const;
  expect(await db().rollupMinute.aggregate(sums)).toEqual(rollups);
  expect(await db().rollupQuarter.aggregate(sums)).toEqual(rollups);
  expect(await consumerLag()).toEqual({ entries: 0, oldestMs: 0, deadLetters: 0 });
}, 240_000);

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orders } from '../admission/orders';
import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { newId } from '../ids';
import { createEngine, type Reservation } from '../limits/engine';
import { inspect } from '../limits/holds';
import { reservationOf, type SettleOrder } from '../limits/orders';
import { endHold } from '../limits/reaper';
import type { Limit } from '../plans/limit';
import { shardOf, subjectKey } from '../redis/keys';
import { store } from '../redis/store';
import { callerWith, decided, type TestCaller } from '../testing/engine';
import { holdsForAll, scaled } from '../testing/proof';
import { makeUser, makeWorkspace, seedForTests } from '../testing/tenants';
import { writeOrders } from '../usage/order-book';
import { storedBytes } from '../usage/stored-bytes';
import { usedSoFar } from '../usage/used-so-far';
import { uploadClaim } from './claims';
import { applyDue, applyRelease, removeRows, storeRow } from './releases';

/* The level of stored bytes against what its rows say it has to be, whatever happens in between. */

const CAPACITY = 1_000;
const STORAGE: Limit = {
  metric: 'bytes',
  resource: '',
  scope: 'workspace',
  window: { kind: 'standing' },
  capacity: CAPACITY,
  ceiling: null,
  whenDown: 'closed',
  setBy: 'plan',
};

const engine = createEngine({ store: store(), ledger: usedSoFar });
let owner: Awaited<ReturnType<typeof makeUser>>;
beforeAll(async () => {
  await seedForTests();
  owner = await makeUser();
});
afterAll(() => db().$executeRaw`DELETE FROM level_releases`);

/** A workspace of its own, with nothing stored. */
async function begin(): Promise<TestCaller> {
  const test = await callerWith([STORAGE]);
  const { id, planId } = await makeWorkspace(owner, 'aionvision', 'starter');
  await db().workspace.delete({ where: { id } });
  await db().workspace.create({
    data: { id: test.caller.workspaceId, name: 'Acme', catalogId: 'aionvision', planId },
  });
  return test;
}

interface Admitted {
  order: SettleOrder;
  reservation: Reservation;
}

/** Admits an upload, and writes its row with its order, as a transaction of its own does. */
async function upload({ caller, facts }: TestCaller, bytes: number): Promise<Admitted | null> {
  const id = newId();
  const claim = uploadClaim(bytes, bytes);
  const decision = decided(await engine.decide({ caller, claim, id, facts }));
  if (!decision.admitted) return null;
  const { granted, atMs: admittedAtMs, reservation } = decision;
  const order = { id, caller, claim, granted, admittedAtMs, facts, actual: { bytes }, ended: facts };
  return { order, reservation };
}

const write = ({ order }: Admitted, { caller }: TestCaller, bytes: number, pending: boolean) =>
  db().$transaction(async (tx) => {
    const whose = { workspaceId: caller.workspaceId, userId: owner.id, reservationId: order.id };
    const state = pending ? ('pending' as const) : ('stored' as const);
    await tx.storedFile.create({
      data: { id: newId(), ...whose, name: 'a', bytes, via: 'stream', state },
    });
    await writeOrders([order], tx, 3_600_000);
  });

const settle = ({ order }: Admitted) => engine.settle(reservationOf(order), order.actual, order.ended);

async function levelOf({ caller }: TestCaller): Promise<{ used: number; reserved: number }> {
  const looked = await engine.look(caller);
  if ('outdated' in looked) throw new Error('outdated');
  const { used = -1, reserved = -1 } = looked.limits[0] ?? {};
  return { used, reserved };
}
const expectedOf = async ({ caller: { workspaceId } }: TestCaller) =>
  (await storedBytes([workspaceId])).get(workspaceId) ?? 0;

/** As a store that lost its counters, or a plan that begins to count: they are filled when they are asked for. */
const forget = ({ caller: { workspaceId } }: TestCaller) =>
  store().pipeline([['DEL', subjectKey(shardOf(workspaceId), 'workspace', workspaceId)]]);

const removeOne = async ({ caller: { workspaceId } }: TestCaller, nth: number) => {
  const rows = await db().storedFile.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } });
  const row = rows[nth % Math.max(1, rows.length)];
  return row ? removeRows(Prisma.sql`id = ${row.id}::uuid`) : [];
};

describe('the level of stored bytes', () => {
  it('goes down once for a release, however often and by whomever it is applied', async () => {
    const test = await begin();
    for (const bytes of [100, 30]) {
      const admitted = await upload(test, bytes);
      if (!admitted) throw new Error('refused');
      await write(admitted, test, bytes, false);
      await settle(admitted);
    }
    expect(await levelOf(test)).toEqual({ used: 130, reserved: 0 });
    const [release] = await removeOne(test, 0);
    if (!release) throw new Error('nothing was removed');
    expect(await expectedOf(test)).toBe(130);
    await Promise.all(Array.from({ length: 10 }, () => applyRelease(release)));
    await applyRelease(release);
    expect(await levelOf(test)).toEqual({ used: 30, reserved: 0 });
    expect(await expectedOf(test)).toBe(30);
  });

  it('is filled with what is stored, once, also between a row and its settle', async () => {
    const test = await begin();
    const admitted = await upload(test, 400);
    if (!admitted) throw new Error('refused');
    await write(admitted, test, 400, false);
    await forget(test);
    expect(await levelOf(test)).toEqual({ used: 0, reserved: 400 });
    await settle(admitted);
    expect(await levelOf(test)).toEqual({ used: 400, reserved: 0 });
    await forget(test);
    expect(await levelOf(test)).toEqual({ used: 400, reserved: 0 });
  });

  it('is charged for what a dead process wrote down, and not for what it did not', async () => {
    const test = await begin();
    const [written, lost] = [await upload(test, 400), await upload(test, 500)];
    if (!written || !lost) throw new Error('refused');
    await write(written, test, 400, false);
    // What its order says is applied by whoever replays it; without one, the reaper charges what was reported: none.
    expect([...(await orders().settleIfOrdered([written.order.id, lost.order.id]))]).toEqual([
      written.order.id,
    ]);
    expect(await levelOf(test)).toEqual({ used: 400, reserved: 500 });
    const { workspaceId } = test.caller;
    const shard = shardOf(workspaceId);
    const [hold] = await inspect(store(), shard, [{ workspaceId, id: lost.order.id }]);
    expect(hold && (await endHold(store(), shard, hold))).toMatchObject({ requests: 1, bytes: 0 });
    expect(await levelOf(test)).toEqual({ used: 400, reserved: 0 });
    expect(await expectedOf(test)).toBe(400);
  });

  it('equals rows and releases after any mixture of uploads, ends, crashes, deletions and fills', async () => {
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          does: fc.constant('upload' as const),
          bytes: fc.integer({ min: 1, max: 300 }),
          ends: fc.constantFrom('settled', 'written', 'failed', 'pending'),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ does: fc.constant('remove' as const), nth: fc.nat(9), applied: fc.nat(2) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ does: fc.constant('complete' as const), nth: fc.nat(9), less: fc.nat(50) }),
      },
      fc.record({ does: fc.constantFrom('replay' as const, 'forget' as const, 'sweep' as const) }),
    );
    await holdsForAll(
      'the level equals rows and releases',
      fc.array(step, { minLength: 5, maxLength: 20 }),
      scaled(10, 500),
      async (steps) => {
        const test = await begin();
        const unsettled: Admitted[] = [];
        for (const action of steps) {
          if (action.does === 'upload') {
            const admitted = await upload(test, action.bytes);
            const { used, reserved } = await levelOf(test);
            expect(used + reserved).toBeLessThanOrEqual(CAPACITY);
            if (!admitted) {
              expect(used + reserved + action.bytes).toBeGreaterThan(CAPACITY);
              continue;
            }
            if (action.ends === 'failed') {
              await engine.settle(reservationOf(admitted.order), { bytes: 0 }, admitted.order.ended);
              continue;
            }
            await write(admitted, test, action.bytes, action.ends === 'pending');
            if (action.ends === 'written') unsettled.push(admitted);
            else await settle(admitted);
          } else if (action.does === 'remove') {
            for (const release of await removeOne(test, action.nth)) {
              for (let i = 0; i < action.applied; i++) await applyRelease(release);
            }
          } else if (action.does === 'complete') {
            const { workspaceId } = test.caller;
            const rows = await db().storedFile.findMany({ where: { workspaceId, state: 'pending' } });
            const row = rows[action.nth % Math.max(1, rows.length)];
            const bytes = Math.max(0, Number(row?.bytes ?? 0) - action.less);
            const arrived = { bytes, sha256: 'x', kind: 'document', contentType: 'text/plain' };
            for (const release of (row && (await storeRow(row.id, arrived))) || [])
              await applyRelease(release);
          } else if (action.does === 'replay') {
            for (const admitted of unsettled.splice(0)) await orders().settleIfOrdered([admitted.order.id]);
          } else if (action.does === 'forget') await forget(test);
          else {
            await db().$executeRaw`UPDATE level_releases SET next_at = now()`;
            await applyDue();
          }
          const { used, reserved } = await levelOf(test);
          const waiting = unsettled.reduce((sum, { order }) => sum + (order.actual.bytes ?? 0), 0);
          // What is written and not settled is held; rows and releases have it too, less what of it went already.
          expect(used + reserved).toBeGreaterThanOrEqual(await expectedOf(test));
          expect(reserved).toBeLessThanOrEqual(waiting);
        }
        for (const admitted of unsettled) await orders().settleIfOrdered([admitted.order.id]);
        await db().$executeRaw`UPDATE level_releases SET next_at = now()`;
        await applyDue();
        expect(await levelOf(test)).toEqual({ used: await expectedOf(test), reserved: 0 });
        const releases = await db().levelRelease.count({ where: { workspaceId: test.caller.workspaceId } });
        expect(releases).toBe(0);
      },
    );
  });
});

import { expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { newId } from '../ids';
import { countDenial, type Denial, flushDenials } from './denials';
import { denialReceipt } from './receipt';
import { RECEIPTS_KEPT } from './write-denials';

const AT = Date.UTC(2026, 4, 5, 10, 7, 30);

const denial = (given: Partial<Denial>): Denial => ({
  workspaceId: newId(),
  keyId: 'session',
  userId: newId(),
  resource: 'chat',
  model: 'demo-small',
  limit: 'workspace:requests/*/month UTC 1',
  code: 'quota_exceeded',
  atMs: AT,
  ...given,
});

const counted = async (workspaceId: string) =>
  (await db().denialMinute.findMany({ where: { workspaceId }, orderBy: { startAt: 'asc' } })).map((row) => [
    row.startAt.toISOString().slice(11, 16),
    row.code,
    Number(row.denied),
  ]);

test('refusals add up by minute and limit, over many flushes', async () => {
  const one = denial({});
  countDenial(one);
  countDenial(one);
  countDenial({ ...one, atMs: AT + 30_000 });
  await flushDenials();
  countDenial(one);
  countDenial({
    ...one,
    code: 'rate_limit_exceeded',
    limit: 'key:requests/*/rolling 60000',
    atMs: AT + 60_000,
  });
  await flushDenials();
  expect(await counted(one.workspaceId)).toEqual([
    ['10:07', 'quota_exceeded', 3],
    ['10:08', 'quota_exceeded', 1],
    ['10:08', 'rate_limit_exceeded', 1],
  ]);
});

test('a flush that fails keeps every count and receipt for the next one', async () => {
  const id = newId();
  const one = denial({ receipt: { id, limitId: 'x', details: () => ({ used: 10 }), limits: () => [] } });
  countDenial(one);
  countDenial({ ...one, receipt: undefined });
  const failing = vi.spyOn(db(), '$transaction').mockRejectedValueOnce(new Error('no connection'));
  await expect(flushDenials()).rejects.toThrow('no connection');
  failing.mockRestore();
  expect(await counted(one.workspaceId)).toEqual([]);
  countDenial({ ...one, receipt: undefined });
  await flushDenials();
  expect(await counted(one.workspaceId)).toEqual([['10:07', 'quota_exceeded', 3]]);
  expect(await denialReceipt(one.workspaceId, 'session', id)).toMatchObject({ details: { used: 10 } });
});

test('refusals reach Postgres by themselves', async () => {
  const one = denial({});
  countDenial(one);
  await vi.waitFor(async () => expect(await counted(one.workspaceId)).toHaveLength(1), 10_000);
});

test('flushes of several instances at once add up', async () => {
  const one = denial({});
  const { writeDenials } = await import('./write-denials');
  const counts = Array.from({ length: 5 }, (_, i) => ({ ...one, startMs: AT - i * 60_000, denied: 10 }));
  await Promise.all(
    Array.from({ length: 8 }, (_, i) => writeDenials(i % 2 ? counts : [...counts].reverse(), [])),
  );
  const rows = await counted(one.workspaceId);
  expect(rows.map(([, , denied]) => denied)).toEqual([80, 80, 80, 80, 80]);
});

test('each key keeps its last receipts, and a foreign one is not found', async () => {
  const one = denial({ keyId: newId() });
  const ids = Array.from({ length: RECEIPTS_KEPT + 20 }, newId);
  const refuse = (from: number, to: number) =>
    ids.slice(from, to).forEach((id, i) => {
      countDenial({
        ...one,
        atMs: AT + from + i,
        receipt: { id, limitId: one.limit, details: () => ({ i }), limits: () => [] },
      });
    });
  refuse(0, 60);
  await flushDenials();
  refuse(60, ids.length);
  const last = ids.at(-1) ?? '';
  expect(await denialReceipt(one.workspaceId, one.keyId, last)).toEqual({
    id: last,
    at: new Date(AT + ids.length - 1).toISOString(),
    code: 'quota_exceeded',
    limit: one.limit,
    details: { i: 59 },
    userId: one.userId,
    resource: one.resource,
    model: one.model,
    limits: [],
  });
  const kept = await db().denialReceipt.findMany({ where: { keyId: one.keyId }, orderBy: { at: 'asc' } });
  expect(kept.map((row) => row.id)).toEqual(ids.slice(-RECEIPTS_KEPT));
  expect(await denialReceipt(newId(), one.keyId, last)).toBeNull();
  expect(await denialReceipt(one.workspaceId, newId(), last)).toBeNull();
});

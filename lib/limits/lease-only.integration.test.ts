import { afterAll, expect, it } from 'vitest';
import { newId } from '../ids';
import type { Limit } from '../plans/limit';
import { shardOf, streamKey, subjectKey } from '../redis/keys';
import { store } from '../redis/store';
import { callerWith, decided, ledgerWith, type TestCaller } from '../testing/engine';
import { createEngine } from './engine';
import { inspect } from './holds';
import { LocalLimits } from './insurance/local';

/* A further part of what was admitted before: a lease, and nothing else, wherever it is counted. */

const limit = (window: Limit['window'], capacity: number, resource = ''): Limit => ({
  ...{ metric: 'requests', resource, scope: 'workspace', window, capacity },
  ...{ ceiling: null, whenDown: 'local', setBy: 'plan' },
});
const RPM = limit({ kind: 'rolling', windowMs: 60_000 }, 1);
const MONTH = limit({ kind: 'calendar', unit: 'month', zone: 'UTC', anchorDay: 1 }, 1);
const LEASES = limit({ kind: 'concurrent' }, 2, 'uploads');
const LIMITS = [RPM, MONTH, LEASES];
const PART = { resource: 'uploads', amounts: { requests: { base: 1 } }, leaseOnly: true } as const;
const REQUEST = { resource: 'uploads', amounts: { requests: { base: 1 } } };

const engine = createEngine({ store: store(), ledger: ledgerWith(store(), []) });
afterAll(() => store().close());

const ask = async ({ caller, facts }: TestCaller, claim: typeof PART | typeof REQUEST) =>
  decided(await engine.decide({ caller, claim, id: newId(), facts }));
const used = async ({ caller }: TestCaller) => {
  const looked = await engine.look(caller);
  return 'limits' in looked ? looked.limits.map((state) => state.used) : null;
};

it.each(['key', 'session'] as const)(
  'a lease of a %s counts no request, and is refused by leases alone',
  async (kind) => {
    const test = await callerWith(LIMITS);
    Object.assign(test.caller, { kind, counters: LIMITS, limits: kind === 'key' ? LIMITS : [MONTH, LEASES] });
    const before = await ask(test, REQUEST);
    expect(before.admitted).toBe(true);
    const one = await ask(test, PART);
    expect(one.admitted).toBe(true);
    const two = await ask(test, PART);
    expect(two).toMatchObject({ admitted: false, code: 'concurrency_limit_exceeded', retryAfterMs: 1000 });
    const counts = await used(test);
    expect(counts).toEqual(kind === 'key' ? [1, 1, 2] : [1, 2]);

    await engine.settle(one.reservation, {}, test.facts);
    await engine.settle(one.reservation, { requests: 0 }, test.facts);
    expect(await used(test)).toEqual(kind === 'key' ? [1, 1, 1] : [1, 1]);
    expect((await ask(test, PART)).admitted).toBe(true);
  },
);

it('its event counts no request; its hold is known, and filled into leases alone', async () => {
  const test = await callerWith(LIMITS);
  test.facts.resource = 'uploads';
  const { workspaceId } = test.caller;
  const shard = shardOf(workspaceId);
  const [done, open] = [await ask(test, PART), await ask(test, PART)];
  await engine.settle(done.reservation, {}, test.facts);
  const [entries] = (await store().pipeline([['XRANGE', streamKey(shard), '-', '+']])) as [
    [string, string[]][],
  ];
  const event = entries.map(([, fields]) => fields).find((fields) => fields.includes(done.id));
  expect(event?.[event.indexOf('requests') + 1]).toBe('0');
  const [hold] = await inspect(store(), shard, [{ workspaceId, id: open.id }]);
  expect(hold).toMatchObject({ leaseOnly: true, session: false });
  await store().pipeline([['DEL', subjectKey(shard, 'workspace', workspaceId)]]);
  expect(await used(test)).toEqual([0, 0, 1]);
});

it('without the store it takes a share of the leases, and of nothing else', async () => {
  const { caller } = await callerWith(LIMITS);
  const local = new LocalLimits(() => 1);
  const nowMs = Date.now();
  const decide = (claim: typeof PART | typeof REQUEST) => {
    const decision = local.decide({ id: newId(), caller, claim, limits: [RPM, LEASES], nowMs });
    return decision === 'closed' ? decision : decision.admitted;
  };
  expect([decide(PART), decide(REQUEST)]).toEqual([true, true]);
  expect([decide(PART), decide(REQUEST)]).toEqual([false, false]);
});

import { beforeEach, expect, it, vi } from 'vitest';
import type { Caller } from '../limits/call';
import type { Amount, Claim, Denied, LimitState } from '../limits/decision';
import type { DecideInput } from '../limits/engine';
import { type Limit, limitId, type Metric, parseWindow } from '../plans/limit';
import { raisesHere } from '../redis/revision';
import { FACTS } from '../testing/engine';
import { decideFromMemory } from './known-out';

/** The monotonic clock, in the test's hands. */
let nowMs = 5000;
beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});

const limit = (metric: Metric, window: string, capacity: number): Limit => ({
  metric,
  resource: '',
  scope: 'key',
  window: parseWindow(window),
  capacity,
  ceiling: null,
  whenDown: 'closed',
  setBy: 'plan',
});
const state = (of: Limit, used: number, reserved = 0): LimitState => ({
  limit: of,
  id: limitId(of),
  used,
  reserved,
  remaining: of.capacity === null ? null : Math.max(0, of.capacity - used - reserved),
  resetAtMs: null,
});

const RPM = limit('requests', 'rolling 60000', 3);
const DAILY = limit('requests', 'day UTC', 5);
const BUDGET = limit('cost', 'month UTC 1', 1000);
const TPM = limit('tokens', 'rolling 60000', 500);

/** A refusal by the first of these states. */
const refusal = (states: LimitState[], more: Partial<Denied> = {}): Denied => {
  const [by] = states;
  if (!by) throw new Error('a refusal needs a limit');
  const fixed = { admitted: false, id: 'first', atMs: 1_000_000, source: 'redis' } as const;
  return { ...fixed, code: 'rate_limit_exceeded', by, retryAfterMs: 20_000, limits: states, ...more };
};

const makeCaller = (): Caller => ({
  workspaceId: 'w',
  catalogId: 'c',
  rev: 1,
  catalogRev: 1,
  subjects: { key: 'k:1', user: 'u:1', workspace: 'w:1' },
  limits: [],
});

const claim = (amounts: Partial<Record<Metric, Amount>> = {}, units?: Claim['units']): Claim => ({
  resource: 'chat',
  amounts: { requests: { base: 1 }, ...amounts },
  ...(units && { units }),
});

/** Asks twice; tells the second answer and whether the store was asked for it. */
async function askTwice(
  first: Denied,
  one: Partial<DecideInput> = {},
  two: Partial<DecideInput> = {},
  between: () => void = () => {},
) {
  const caller = makeCaller();
  const ask = vi.fn(async (): Promise<object> => first);
  const input: DecideInput = { caller, claim: claim(), id: 'first', facts: FACTS };
  await decideFromMemory({ ...input, ...one }, ask);
  between();
  const answer = (await decideFromMemory({ ...input, id: 'second', ...two }, ask)) as Denied;
  return { asked: ask.mock.calls.length === 2, answer };
}

const out = refusal([state(RPM, 3)]);

it('who was just refused is refused again without asking, for what is left of the wait', async () => {
  const { asked, answer } = await askTwice(out, {}, {}, () => {
    nowMs += 400.7;
  });
  expect(asked).toBe(false);
  expect(answer).toEqual({
    ...out,
    id: 'second',
    atMs: out.atMs + 400,
    retryAfterMs: 20_000 - 400,
    source: 'memory',
  });
});

it.each([
  ['a second', out, 1000],
  ['its Retry-After, where that is shorter', { ...out, retryAfterMs: 250 }, 250],
  ['a second, where it never ends by itself', { ...out, retryAfterMs: null }, 1000],
])('a refusal is believed for %s', async (_, denied, ms) => {
  const wait = (by: number) => () => {
    nowMs += by;
  };
  expect(await askTwice(denied, {}, {}, wait(ms - 0.1))).toMatchObject({ asked: false });
  expect(await askTwice(denied, {}, {}, wait(ms))).toMatchObject({ asked: true });
});

it('a wait that began before the answer came is not stretched by its way here', async () => {
  const caller = makeCaller();
  const input: DecideInput = { caller, claim: claim(), id: 'a', facts: FACTS };
  const slow = async () => {
    nowMs += 90;
    return { ...out, retryAfterMs: 300 };
  };
  await decideFromMemory(input, slow);
  nowMs += 100;
  expect(await decideFromMemory(input, slow)).toMatchObject({ source: 'memory', retryAfterMs: 200 });
  nowMs += 110;
  expect(await decideFromMemory(input, slow)).toMatchObject({ source: 'redis' });
});

it.each<[string, Denied]>([
  ['concurrency', refusal([state(limit('requests', 'concurrent', 2), 2)])],
  ['stored bytes, which a deletion frees', refusal([state(limit('bytes', 'standing', 1), 1)])],
  ['a budget that open requests hold', refusal([state(BUDGET, 400, 600)])],
  ['tokens that open requests hold', refusal([state(TPM, 100, 400)])],
  ['a decision that was made without the store', { ...out, source: 'local' }],
])('%s is always asked for', async (_, denied) => {
  const amounts = { cost: { base: 10 }, tokens: { base: 10 }, bytes: { base: 1 } };
  const asks = { claim: claim(amounts) };
  expect(await askTwice(denied, asks, asks)).toMatchObject({ asked: true });
});

it('a budget that is spent is refused from memory', async () => {
  const asks = { claim: claim({ cost: { base: 10 } }) };
  expect(await askTwice(refusal([state(BUDGET, 995)]), asks, asks)).toMatchObject({ asked: false });
});

const tokens = (base: number) => ({ claim: claim({ tokens: { base } }) });

it('a smaller claim is asked for; a larger one too where it would have to wait longer', async () => {
  const denied = refusal([state(TPM, 495)]);
  expect(await askTwice(denied, tokens(10), tokens(9))).toMatchObject({ asked: true });
  expect(await askTwice(denied, tokens(10), tokens(10))).toMatchObject({ asked: false });
  expect(await askTwice(denied, tokens(10), tokens(11))).toMatchObject({ asked: true });
});

it('a larger claim on a day’s limit waits as long, unless it is too large for ever', async () => {
  const day = limit('tokens', 'day UTC', 500);
  const denied = refusal([state(day, 495)]);
  expect(await askTwice(denied, tokens(10), tokens(500))).toMatchObject({ asked: false });
  expect(await askTwice(denied, tokens(10), tokens(501))).toMatchObject({ asked: true });
});

it('a claim that another limit may refuse for longer is asked for', async () => {
  const denied = refusal([state(RPM, 3), state(TPM, 400)]);
  expect(await askTwice(denied, tokens(10), tokens(100))).toMatchObject({ asked: false });
  expect(await askTwice(denied, tokens(10), tokens(101))).toMatchObject({ asked: true });
  const both = refusal([state(DAILY, 5), state(TPM, 500)]);
  expect(await askTwice(both, tokens(10), tokens(10))).toMatchObject({ asked: false });
  expect(await askTwice(both, tokens(10), tokens(11))).toMatchObject({ asked: true });
});

it('what a claim needs is its minimum, priced and rounded up', async () => {
  const cost = (input: number, minimum: number) => ({
    claim: claim({ cost: { base: input, per: 600_000, divisor: 1_000_000 } }, { minimum, wish: 900 }),
  });
  const denied = refusal([state(BUDGET, 1000)]);
  // ceil(0.4 + 0.6) and ceil(0.400001 + 0.6)
  expect(await askTwice(denied, cost(400_000, 1), cost(400_000, 1))).toMatchObject({ asked: false });
  expect(await askTwice(denied, cost(400_001, 1), cost(400_000, 1))).toMatchObject({ asked: true });
  expect(await askTwice(denied, cost(400_000, 2), cost(400_000, 1))).toMatchObject({ asked: true });
});

it.each<[string, Partial<DecideInput>]>([
  ['another resource', { claim: { ...claim(), resource: 'images' } }],
  ['a policy that was loaded anew', { caller: makeCaller() }],
  ['an Idempotency-Key', { once: { key: 'k', body: 'b' } }],
  ['a time of its own', { nowMs: 1_000_000 }],
])('%s is asked for', async (_, two) => {
  expect(await askTwice(out, {}, two)).toMatchObject({ asked: true });
});

it('after a change of this process nothing older is believed', async () => {
  const states = (globalThis as Record<symbol, Record<string, { count: number }>>)[
    Symbol.for('headroom.process-state')
  ];
  const before = raisesHere();
  const { asked } = await askTwice(out, {}, {}, () => {
    if (states?.raises) states.raises.count++;
  });
  expect([asked, raisesHere()]).toEqual([true, before + 1]);
});

it('what is admitted, repeated or outdated is never remembered', async () => {
  for (const answer of [{ admitted: true }, { repeated: {} }, { outdated: 'stale' }]) {
    const { asked } = await askTwice(answer as unknown as Denied);
    expect(asked).toBe(true);
  }
});

it('of a crowd that finds a refusal run out one asks; where that is admitted the others ask too', async () => {
  for (const [admitted, asked] of [
    [false, 1],
    [true, 5],
  ] as const) {
    const caller = makeCaller();
    const input: DecideInput = { caller, claim: claim(), id: 'a', facts: FACTS };
    await decideFromMemory(input, async (): Promise<object> => out);
    nowMs += 1000;
    const ask = vi.fn(async (): Promise<object> => {
      await new Promise((resolve) => setImmediate(resolve));
      return admitted ? { admitted } : out;
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => decideFromMemory(input, ask)));
    expect(ask).toHaveBeenCalledTimes(asked);
    expect(answers.filter((answer) => 'source' in answer && answer.source === 'memory')).toHaveLength(
      5 - asked,
    );
  }
});

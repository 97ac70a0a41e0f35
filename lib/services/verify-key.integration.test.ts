import { afterAll, beforeAll, expect, it } from 'vitest';
import { POST as settle } from '../../app/api/v1/keys/settle/route';
import { POST as verify } from '../../app/api/v1/keys/verify/route';
import { GET as quota } from '../../app/api/v1/quota/route';
import { putBackOverdue } from '../admission/overdue';
import { db } from '../db/client';
import { newId } from '../ids';
import { revokeKey } from '../keys/revoke-key';
import type { Held } from '../limits/orders';
import { reapOnce } from '../limits/reaper';
import { LEASE_MS } from '../limits/spell';
import type { LimitView } from '../plans/schema';
import { shardOf } from '../redis/keys';
import { store } from '../redis/store';
import { tokenOf } from '../testing/manage-call';
import { asHolder, makeTenant, post } from '../testing/tenant-with-key';
import { makeMember, makeUser, seedForTests } from '../testing/tenants';
import { type Consumer, startConsumer } from '../usage/consumer';
import { openVerifications, writeVerification } from '../usage/verifications';
import { serviceClaim } from './claim';
import type { SettleView, VerifyView } from './schema';

let consumer: Consumer;
beforeAll(async () => {
  await seedForTests();
  consumer = startConsumer();
});
afterAll(() => consumer.stop());

const NIL = '00000000-0000-7000-8000-000000000000';

async function verified(token: string | null, body: object): Promise<VerifyView> {
  const answer = await post<VerifyView>(verify, token, { resource: 'search', ...body });
  expect(answer.status).toBe(200);
  return answer.body;
}
const settled = (token: string, id: string | null, amounts: object = {}, more: object = {}) =>
  post<SettleView & { error?: { code: string; message: string } }>(settle, token, {
    reservation_id: id,
    amounts,
    ...more,
  });
async function limitOf(key: string, metric: string, window: string): Promise<LimitView | undefined> {
  const { data } = (await (await quota(asHolder(key, '/v1/quota'))).json()) as { data: LimitView[] };
  return data.find((limit) => limit.metric === metric && limit.window.startsWith(window));
}
const counted = async (key: string, metric: string, window: string) => {
  const limit = await limitOf(key, metric, window);
  return [limit?.used, limit?.reserved];
};
const eventOf = async (id: string | null) => {
  await consumer.drained();
  return db().usageEvent.findMany({ where: { id: id ?? NIL } });
};

it('a verified request is reserved against every limit, and its settle replaces that by what was used', async () => {
  const { key, keyId, token, workspace, owner } = await makeTenant({ budgetMicros: 1000 });
  const view = await verified(token, { key, model: 'm', amounts: { tokens: 500, cost: 300 } });
  expect(view).toMatchObject({
    valid: true,
    code: null,
    decision: { allowed: true, limit: null, retry_after_ms: null },
    key: { id: keyId, workspace_id: workspace.id, user_id: owner.id, catalog: 'headroom', plan: 'free' },
    answer: { status: 200, body: null },
  });
  expect(view.answer.headers['x-ratelimit-remaining']).toBe('59');
  expect(await counted(key, 'tokens', 'rolling')).toEqual([0, 500]);
  expect(await counted(key, 'cost', 'lifetime')).toEqual([0, 300]);
  expect(await counted(key, 'requests', 'concurrent')).toEqual([1, 0]);

  const used = { amounts: { tokens: 120, cost: 70 }, tokens_in: 100, tokens_out: 20 };
  const answer = await settled(token, view.reservation_id, used.amounts, { tokens_in: 100, tokens_out: 20 });
  expect(answer).toMatchObject({
    status: 200,
    body: { charged: { requests: 1, tokens: 120, cost: 70 }, unbilled_micros: 0 },
  });
  expect(await counted(key, 'tokens', 'rolling')).toEqual([120, 0]);
  expect(await counted(key, 'cost', 'lifetime')).toEqual([70, 0]);
  expect(await counted(key, 'requests', 'concurrent')).toEqual([0, 0]);
  expect(await counted(key, 'requests', 'month')).toEqual([1, 0]);
  expect(await eventOf(view.reservation_id)).toMatchObject([
    {
      keyId,
      resource: 'search',
      model: 'm',
      outcome: 'ok',
      requests: 1n,
      tokensIn: 100n,
      tokensOut: 20n,
      tokensMetered: 120n,
      costMicros: 70n,
      estimated: false,
      rank: 2,
    },
  ]);
});

it('settling counts once: the first settle stands, and is told again to whoever asks again', async () => {
  const { key, token } = await makeTenant({});
  const { reservation_id } = await verified(token, { key, amounts: { tokens: 50 } });
  const answers = await Promise.all([10, 10, 10].map((tokens) => settled(token, reservation_id, { tokens })));
  expect(answers.map(({ body }) => body.charged.tokens)).toEqual([10, 10, 10]);
  expect((await settled(token, reservation_id, { tokens: 40 })).body.charged.tokens).toBe(10);
  expect(await counted(key, 'tokens', 'rolling')).toEqual([10, 0]);
  expect(await eventOf(reservation_id)).toHaveLength(1);
});

it('more than was reserved is never charged; cost beyond it is recorded', async () => {
  const { key, token } = await makeTenant({ budgetMicros: 100 });
  const { reservation_id } = await verified(token, { key, amounts: { cost: 60 } });
  const { body } = await settled(token, reservation_id, { cost: 90 });
  expect(body).toMatchObject({ charged: { cost: 60 }, unbilled_micros: 30 });
  expect(await counted(key, 'cost', 'lifetime')).toEqual([60, 0]);
  expect(await eventOf(reservation_id)).toMatchObject([{ costMicros: 60n, unbilledMicros: 30n }]);
  const other = await verified(token, { key });
  const wrong = await settled(token, other.reservation_id, { tokens: 1 });
  expect([wrong.status, wrong.body.error?.code]).toEqual([400, 'invalid_request']);
  expect(wrong.body.error?.message).toMatch(/tokens/);
});

it('nothing done is nothing charged: the request itself is given back', async () => {
  const { key, token } = await makeTenant({ rpm: 1 });
  const first = await verified(token, { key });
  expect((await verified(token, { key })).code).toBe('rate_limit_exceeded');
  await settled(token, first.reservation_id, { requests: 0 });
  expect(await eventOf(first.reservation_id)).toMatchObject([
    { outcome: 'void', requests: 0n, costMicros: 0n },
  ]);
  await expect.poll(async () => (await verified(token, { key })).valid, { timeout: 3000 }).toBe(true);
});

it.each([
  ['a minute’s requests', { rpm: 1 }, {}, 'rate_limit_exceeded', 429],
  ['a budget', { budgetMicros: 0 }, {}, 'budget_exceeded', 402],
  ['tokens that never fit', {}, { tokens: 100_001 }, 'request_too_large', 413],
])(
  'what %s refuses is a value: its code, its limit, and the answer its catalog publishes',
  async (...given) => {
    const [, row, amounts, code, status] = given;
    const { key, token } = await makeTenant(row);
    const views = [await verified(token, { key, amounts }), await verified(token, { key, amounts })];
    const denied = views.find((view) => !view.valid);
    expect(denied).toMatchObject({ code, decision: { allowed: false, code }, reservation_id: null });
    expect(denied?.decision?.limit).toMatch(/^key:/);
    expect(denied?.answer.status).toBe(status);
    expect(JSON.parse(denied?.answer.body ?? '')).toMatchObject({ error: { code } });
    expect(denied?.answer.headers['x-ratelimit-limit']).toBeDefined();
  },
);

it('a refusal is answered in the words of the key’s own catalog, wherever the service sits', async () => {
  const { key, token } = await makeTenant({ catalog: 'zihin', rpm: 1 });
  await verified(token, { key });
  const { answer } = await verified(token, { key });
  expect(JSON.parse(answer.body ?? '')).toMatchObject({ error: 'rate_limit_exceeded', status: 'error' });
  const unknown = await verified(token, { key: `zhn_live_${'0'.repeat(36)}` });
  expect(unknown).toMatchObject({ valid: false, code: 'invalid_api_key', decision: null, key: null });
  expect(JSON.parse(unknown.answer.body ?? '')).toMatchObject({ error: 'invalid_api_key' });
});

it('concurrency is counted until the settle', async () => {
  const { key, token } = await makeTenant({ catalog: 'ajstudioz' });
  const open = [await verified(token, { key }), await verified(token, { key })];
  const third = await verified(token, { key });
  expect([third.valid, third.code]).toEqual([false, 'concurrency_limit_exceeded']);
  await settled(token, open[0]?.reservation_id ?? null);
  expect((await verified(token, { key })).valid).toBe(true);
});

it('one that is never settled is charged as reserved when its lease ends, and its place is free', async () => {
  const { key, token, workspace } = await makeTenant({ catalog: 'ajstudioz', budgetMicros: 10_000 });
  const view = await verified(token, { key, amounts: { tokens: 40, cost: 25 }, lease_seconds: 120 });
  const untouched = await verified(token, { key, lease_seconds: 120 });
  const endsMs = Date.parse(untouched.lease_ends_at ?? '');
  expect(endsMs - Date.now()).toBeGreaterThan(115_000);
  const reap = (nowMs: number) => reapOnce(store(), shardOf(workspace.id), nowMs);
  await reap(Date.parse(view.lease_ends_at ?? '') - 1);
  expect(await counted(key, 'requests', 'concurrent')).toEqual([2, 0]);
  await reap(endsMs);
  expect(await counted(key, 'requests', 'concurrent')).toEqual([0, 0]);
  expect(await counted(key, 'cost', 'lifetime')).toEqual([25, 0]);
  expect(await eventOf(view.reservation_id)).toMatchObject([
    { outcome: 'unknown', estimated: true, tokensMetered: 40n, costMicros: 25n, rank: 1 },
  ]);
  expect(await eventOf(untouched.reservation_id)).toMatchObject([{ requests: 1n, costMicros: 0n }]);
  // Late is better than never.
  expect((await settled(token, view.reservation_id, { cost: 5 })).body.charged.cost).toBe(5);
  expect(await counted(key, 'cost', 'lifetime')).toEqual([5, 0]);
  await expect
    .poll(() => eventOf(view.reservation_id))
    .toMatchObject([{ outcome: 'ok', costMicros: 5n, rank: 2 }]);
});

it('one whose lease ended while nobody could end it is put back where memory was lost, until the ledger has it', async () => {
  const { key, token, workspace } = await makeTenant({});
  const { reservation_id: id } = await verified(token, { key, amounts: { tokens: 40 }, lease_seconds: 1 });
  const open = async () =>
    (await openVerifications<Held>(shardOf(workspace.id))).find((held) => held.id === id);
  await db()
    .$executeRaw`UPDATE verifications SET lease_ends_at = now() - interval '59 minutes' WHERE id = ${id}::uuid`;
  expect(await open()).toMatchObject({ leaseMs: 1000 });
  while ((await reapOnce(store(), shardOf(workspace.id), Date.now() + 3000)) > 0);
  expect(await eventOf(id)).toMatchObject([{ outcome: 'unknown', tokensMetered: 40n }]);
  expect(await open()).toBeUndefined();
});

it('one that the store never heard of is charged too, once, though the instance that admitted it has died', async () => {
  const { key, keyId, token, workspace, owner } = await makeTenant({ budgetMicros: 1000 });
  const { reservation_id } = await verified(token, { key, amounts: { cost: 1 } });
  const open = await openVerifications<Held>(shardOf(workspace.id));
  const id = newId();
  const admittedAtMs = Date.now() - 5 * 60_000;
  const held = {
    ...(open.find((one) => one.id === reservation_id) as Held),
    id,
    admittedAtMs,
    claim: serviceClaim('search', { cost: 300 }),
  };
  const leaseEndsAtMs = admittedAtMs + 60_000;
  await writeVerification({ ...held, workspaceId: workspace.id, leaseEndsAtMs, held: JSON.stringify(held) });
  for (let round = 0; round < 2; round++) {
    await putBackOverdue();
    while ((await reapOnce(store(), shardOf(workspace.id), Date.now() + LEASE_MS)) > 0);
    expect(await eventOf(id)).toMatchObject([
      { outcome: 'unknown', estimated: true, keyId, userId: owner.id, costMicros: 300n },
    ]);
    expect(await counted(key, 'cost', 'lifetime')).toEqual([300, 1]);
  }
});

it('a key that is bound to scopes, models or addresses is refused elsewhere', async () => {
  const { key, token } = await makeTenant({ scopes: ['chat'], models: ['m'], ips: ['10.0.0.0/8'] });
  const code = async (body: object) => (await verified(token, { key, ...body })).code;
  expect(await code({})).toBe('ip_not_allowed');
  expect(await code({ ip: '192.0.2.1' })).toBe('ip_not_allowed');
  expect(await code({ ip: '10.1.2.3' })).toBe('scope_missing');
  expect(await code({ ip: '10.1.2.3', resource: 'chat' })).toBe('model_not_allowed');
  expect(await code({ ip: '10.1.2.3', resource: 'chat', model: 'other' })).toBe('model_not_allowed');
  expect(await code({ ip: '10.1.2.3', resource: 'chat', model: 'm' })).toBeNull();
});

it('keys of other tenants are unknown to a token, and so are their reservations', async () => {
  const [mine, theirs] = [await makeTenant({}), await makeTenant({})];
  const foreign = await verified(mine.token, { key: theirs.key });
  const nobodys = await verified(mine.token, { key: 'hr_live_nope' });
  const bare = (view: VerifyView) => ({ ...view, request_id: '', answer: view.answer.status });
  expect(bare(foreign)).toEqual({ ...bare(nobodys), answer: 401 });
  expect(await counted(theirs.key, 'requests', 'month')).toEqual([0, 0]);
  const { reservation_id } = await verified(theirs.token, { key: theirs.key });
  const refused = await settled(mine.token, reservation_id);
  const missing = await settled(mine.token, NIL);
  expect([refused.status, refused.body.error?.message]).toEqual([404, missing.body.error?.message]);
  const bound = await tokenOf(mine.owner, mine.workspace.id);
  expect((await verified(bound, { key: mine.key })).valid).toBe(true);
  const admin = await tokenOf(await makeUser({ platformAdmin: true }));
  expect((await verified(admin, { key: theirs.key })).valid).toBe(true);
});

it('a viewer’s token may neither verify nor settle; a session, an API key and nobody may not call at all', async () => {
  const { key, workspace, token } = await makeTenant({});
  const viewer = await tokenOf(await makeMember(workspace.id, 'viewer'));
  const { reservation_id } = await verified(token, { key });
  expect((await post(verify, viewer, { key, resource: 'x' })).status).toBe(403);
  expect((await settled(viewer, reservation_id)).status).toBe(403);
  expect((await post(verify, null, { key, resource: 'x' })).status).toBe(401);
  expect((await post(verify, key, { key, resource: 'x' })).status).toBe(401);
  expect(await counted(key, 'requests', 'month')).toEqual([1, 0]);
});

it('a revoked key is refused from the next verification on, and what it reserved can be settled', async () => {
  const { key, keyId, token, owner } = await makeTenant({});
  const { reservation_id } = await verified(token, { key, amounts: { tokens: 9 } });
  await revokeKey(owner.actor, keyId);
  expect(await verified(token, { key })).toMatchObject({ valid: false, code: 'invalid_api_key', key: null });
  expect((await settled(token, reservation_id, { tokens: 4 })).body.charged).toMatchObject({ tokens: 4 });
});

it.each(['', 'nonsense', 'hr_live_\n', 'x'.repeat(5000), 'hr_live_ключ'])('%j is not a key', async (key) => {
  const { token } = await makeTenant({});
  expect(await verified(token, { key })).toMatchObject({
    valid: false,
    code: 'invalid_api_key',
    answer: { status: 401 },
  });
});

it.each([
  ['an unknown field', { resource: 'x', plan: 'pro' }, 'unknown_field', /plan/],
  ['a tenant', { resource: 'x', workspace_id: NIL }, 'unknown_field', /workspace_id/],
  ['no resource', {}, 'invalid_request', /resource/],
  ['a negative cost', { resource: 'x', amounts: { cost: -1 } }, 'invalid_request', /amounts\.cost/],
  ['a lease without end', { resource: 'x', lease_seconds: 1e9 }, 'invalid_request', /lease_seconds/],
])('%s in a verification is a 400 that names it', async (_, body, code, word) => {
  const { key, token } = await makeTenant({});
  const answer = await post<{ error: { code: string; message: string } }>(verify, token, { key, ...body });
  expect([answer.status, answer.body.error.code]).toEqual([400, code]);
  expect(answer.body.error.message).toMatch(word);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { GET as getMetrics } from '../../../app/api/metrics/route';
import { GET as getQuota } from '../../../app/api/v1/quota/route';
import { change } from '../../changes/change';
import { db } from '../../db/client';
import { newId } from '../../ids';
import { revokeKey } from '../../keys/revoke-key';
import type { LimitView } from '../../plans/schema';
import { createServer, listen } from '../../server/listen';
import { ROUTES } from '../../server/routes';
import { type HeldUpstream, startHeldUpstream } from '../../testing/held-upstream';
import { call, type Handler, tokenOf } from '../../testing/manage-call';
import { ask, seedAt, type Tenant, tenantOf } from '../../testing/shared-upstream';
import { makeUser } from '../../testing/tenants';
import { type Consumer, startConsumer } from '../../usage/consumer';
import { placeFigures } from './upstream-places';

/** An upstream that takes 2 at once, over the real route; 3 of a class may wait, for 8 seconds. */
vi.hoisted(() => Object.assign(process.env, { QUEUE_LENGTH: '3', QUEUE_MS: '8000' }));
const PLACES = 2;

let upstream: HeldUpstream;
let consumer: Consumer;
let tenant: Tenant;

beforeAll(async () => {
  upstream = await startHeldUpstream();
  await seedAt(upstream.baseUrl, PLACES);
  consumer = startConsumer();
});
afterAll(async () => {
  await consumer.stop();
  await upstream.close();
});
beforeEach(async () => {
  tenant = await tenantOf(1);
  await warm(tenant);
});

/** One call, so that the policy, and this instance's part of the places, are known. */
async function warm(of: Tenant): Promise<void> {
  const answer = ask(of, 'warm');
  await eventually(() => upstream.running()).toEqual(['warm']);
  upstream.answer();
  expect((await answer).status).toBe(200);
  await eventually(() => figures()?.places).toBe(PLACES);
}
/** A busy machine takes its time. */
const eventually = <T>(of: () => T) => expect.poll(of, { timeout: 10_000 });
const figures = () => placeFigures().find((at) => at.upstream === 'default');
const waiting = () => figures()?.classes.map((of) => of.waiting);
const running = () => eventually(() => upstream.running());
/** Answers the oldest call until nothing runs any more. */
async function answerAll(answers: Promise<Response>[]): Promise<number[]> {
  const timer = setInterval(() => upstream.running().length > 0 && upstream.answer(), 2);
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  clearInterval(timer);
  return statuses;
}
/** Two calls that take both places. */
async function fill(of: Tenant = tenant): Promise<Promise<Response>[]> {
  const answers = [ask(of, 'first'), ask(of, 'second')];
  await running().toHaveLength(PLACES);
  return answers;
}
async function requestsUsed({ key }: Tenant): Promise<number> {
  const request = new Request('http://127.0.0.1/v1/quota', { headers: { authorization: `Bearer ${key}` } });
  const { data } = (await (await getQuota(request)).json()) as { data: LimitView[] };
  return data.find(({ metric, window }) => metric === 'requests' && window.startsWith('month'))?.used ?? -1;
}
const eventsOf = async ({ keyId }: Tenant) => {
  await consumer.drained();
  return db().usageEvent.count({ where: { keyId } });
};

describe('requests beyond what an upstream takes at once', () => {
  it('wait for their turn before they are decided, and are charged only then', async () => {
    const answers = await fill();
    const used = await requestsUsed(tenant);
    for (const [i, text] of ['third', 'fourth', 'fifth'].entries()) {
      answers.push(ask(tenant, text));
      await eventually(waiting).toEqual([i + 1, 0, 0, 0]);
    }
    expect([await requestsUsed(tenant), upstream.running()]).toEqual([used, ['first', 'second']]);
    upstream.answer();
    await running().toEqual(['second', 'third']);
    expect(await requestsUsed(tenant)).toBe(used + 1);
    for (const next of ['fourth', 'fifth']) {
      upstream.answer();
      await running().toContain(next);
    }
    expect(await answerAll(answers)).toEqual([200, 200, 200, 200, 200]);
    expect([upstream.most(), figures()?.taken]).toEqual([PLACES, 0]);
  });

  it('are turned away where too many of their class wait: 503, told when to come again, charged nothing', async () => {
    const answers = await fill();
    const shed = await tenantOf(1);
    const used = await requestsUsed(shed);
    for (const text of ['third', 'fourth', 'fifth']) answers.push(ask(tenant, text));
    await eventually(waiting).toEqual([3, 0, 0, 0]);
    const refused = await ask(shed, 'sixth');
    const { error } = (await refused.json()) as { error: { code: string } };
    expect([refused.status, error.code]).toEqual([503, 'upstream_saturated']);
    expect(refused.headers.get('retry-after-ms')).toBe('2000');
    expect(refused.headers.get('x-should-retry')).not.toBe('false');
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('1000000000');
    await answerAll(answers);
    expect([await requestsUsed(shed), await eventsOf(shed)]).toEqual([used, 0]);
    expect(upstream.seen).not.toContain('sixth');
  });

  it('are turned away when their turn does not come in time, and never reach the upstream', async () => {
    const answers = await fill();
    const late = await ask(tenant, 'late');
    expect([late.status, upstream.running()]).toEqual([503, ['first', 'second']]);
    await answerAll(answers);
    expect(upstream.seen).not.toContain('late');
    expect([waiting(), figures()?.taken]).toEqual([[0, 0, 0, 0], 0]);
  });

  it('leave the line with their client, charged nothing', async () => {
    const answers = await fill();
    const used = await requestsUsed(tenant);
    const client = new AbortController();
    const left = ask(tenant, 'left', { signal: client.signal });
    answers.push(ask(tenant, 'stays'));
    await eventually(waiting).toEqual([2, 0, 0, 0]);
    client.abort();
    await eventually(waiting).toEqual([1, 0, 0, 0]);
    await left;
    await answerAll(answers);
    expect([upstream.seen.includes('left'), await requestsUsed(tenant)]).toEqual([false, used + 1]);
  });

  it('leave the line when their client hangs up', async () => {
    const options = { port: 0, host: '127.0.0.1', baseUrl: undefined, trustProxy: 0 };
    const server = createServer(ROUTES, (_incoming, outgoing) => outgoing.writeHead(404).end(), options);
    const url = `http://127.0.0.1:${await listen(server, options)}/v1/chat/completions`;
    const answers = await fill();
    const client = new AbortController();
    const left = fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hung up' }] }),
      signal: client.signal,
    });
    await eventually(waiting).toEqual([1, 0, 0, 0]);
    client.abort();
    await expect(left).rejects.toThrow();
    await eventually(waiting).toEqual([0, 0, 0, 0]);
    await answerAll(answers);
    expect(upstream.seen).not.toContain('hung up');
    await new Promise((resolve) => server.close(resolve));
  });

  it('go by class: a higher one that comes later is served before the lower ones that wait', async () => {
    const high = await tenantOf(4);
    const answers = await fill();
    for (const text of ['low 1', 'low 2']) answers.push(ask(tenant, text));
    await eventually(waiting).toEqual([2, 0, 0, 0]);
    answers.push(ask(high, 'high 1'));
    await eventually(waiting).toEqual([2, 0, 0, 1]);
    answers.push(ask(high, 'high 2'));
    await eventually(waiting).toEqual([2, 0, 0, 2]);
    for (const next of ['high 1', 'high 2', 'low 1', 'low 2']) {
      upstream.answer();
      await running().toContain(next);
    }
    await answerAll(answers);
  });

  it('are judged by the policy of when their turn comes: a key revoked meanwhile never gets there', async () => {
    const revoked = await tenantOf(2);
    const answers = await fill();
    const waits = ask(revoked, 'revoked');
    await eventually(waiting).toEqual([0, 1, 0, 0]);
    await revokeKey(revoked.owner.actor, revoked.keyId);
    await answerAll(answers);
    expect((await waits).status).toBe(401);
    expect([upstream.seen.includes('revoked'), await eventsOf(revoked), figures()?.taken]).toEqual([
      false,
      0,
      0,
    ]);
  });

  it('go where their model has moved meanwhile', async () => {
    const other = await startHeldUpstream();
    const catalog = { kind: 'catalog', id: 'headroom' } as const;
    const before = await db().model.findFirstOrThrow({
      where: { catalogId: 'headroom', name: 'gpt-4o-mini' },
    });
    const moveTo = (upstreamId: string) =>
      change(tenant.owner.actor, async (tx) => {
        await tx.model.update({ where: { id: before.id }, data: { upstreamId } });
        const target = { kind: 'model', id: before.id, name: before.name };
        return {
          result: null,
          audit: [{ action: 'model.update', workspaceId: null, target }],
          bumps: [catalog],
        };
      });
    const { id } = await db().upstream.create({
      data: { id: newId(), name: 'other', baseUrl: other.baseUrl, maxInFlight: 1 },
    });
    const answers = await fill();
    const moved = ask(tenant, 'moved');
    await eventually(waiting).toEqual([1, 0, 0, 0]);
    await moveTo(id);
    upstream.answer();
    await eventually(() => other.running()).toEqual(['moved']);
    expect(placeFigures().map((at) => [at.upstream, at.taken])).toEqual([
      ['default', 1],
      ['other', 1],
    ]);
    other.answer();
    expect([(await moved).status, upstream.seen.includes('moved')]).toEqual([200, false]);
    await answerAll(answers);
    await moveTo(before.upstreamId);
    await other.close();
  });
});

it('a stream keeps its place until its end, whoever ends it', async () => {
  const [stream, left] = await Promise.all([
    ask(tenant, 'stream', { stream: true }),
    ask(tenant, 'left', { stream: true }),
  ]);
  const waits = ask(tenant, 'waits');
  await eventually(waiting).toEqual([1, 0, 0, 0]);
  const reader = (left.body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  expect(figures()?.taken).toBe(2);
  await reader.cancel();
  await running().toContain('waits');
  expect(figures()?.taken).toBe(2);
  const text = stream.text();
  expect(await answerAll([waits])).toEqual([200]);
  expect(await text).toContain('[DONE]');
  await eventually(() => figures()?.taken).toBe(0);
});

it('whoever is known to be over its limit is told so at once and takes nobody’s turn', async () => {
  const out = await tenantOf(1, { rpm: 1 });
  await warm(out);
  expect((await ask(out, 'over')).status).toBe(429);
  const answers = await fill();
  const refused = await ask(out, 'over again');
  expect([refused.status, refused.headers.get('x-headroom-source'), waiting()]).toEqual([
    429,
    'memory',
    [0, 0, 0, 0],
  ]);
  await answerAll(answers);
});

it('an upstream whose places an admin raised takes those who wait for them', async () => {
  const answers = await fill();
  answers.push(ask(tenant, 'third'));
  await eventually(waiting).toEqual([1, 0, 0, 0]);
  const raise = (maxInFlight: number) =>
    change(tenant.owner.actor, async (tx) => {
      await tx.upstream.updateMany({ where: { name: 'default' }, data: { maxInFlight } });
      const target = { kind: 'upstream', id: 'default', name: 'default' };
      return {
        result: null,
        audit: [{ action: 'upstream.update', workspaceId: null, target }],
        bumps: [{ kind: 'catalog', id: 'headroom' }],
      };
    });
  await raise(4);
  await running().toEqual(['first', 'second', 'third']);
  expect(await answerAll(answers)).toEqual([200, 200, 200]);
  await raise(PLACES);
});

it('metrics tell each upstream’s places, who waits, and what became of those who waited', async () => {
  const answers = await fill();
  answers.push(ask(tenant, 'third'));
  await eventually(waiting).toEqual([1, 0, 0, 0]);
  const admin = await tokenOf(await makeUser({ platformAdmin: true }));
  const { body } = await call<string>(getMetrics as Handler, admin);
  const lines = body.split('\n');
  expect(lines).toContain('headroom_upstream_places{upstream="default"} 2');
  expect(lines).toContain('headroom_upstream_running{upstream="default"} 2');
  expect(lines).toContain('headroom_upstream_waiting{upstream="default",class="1"} 1');
  expect(lines).toContain('headroom_upstream_waiting{upstream="default",class="4"} 0');
  expect(body).toMatch(
    /headroom_upstream_turned_away_total\{upstream="default",class="1",why="full"\} [1-9]/,
  );
  expect(body).toMatch(
    /headroom_upstream_turned_away_total\{upstream="default",class="1",why="late"\} [1-9]/,
  );
  expect(body).toMatch(/headroom_upstream_wait_seconds_count\{upstream="default",class="4"\} [1-9]/);
  expect(body).toMatch(/headroom_upstream_wait_seconds_sum\{upstream="default",class="4"\} 0?\.?\d/);
  await answerAll(answers);
});

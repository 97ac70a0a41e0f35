import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { db } from '../../db/client';
import { type HeldUpstream, startHeldUpstream } from '../../testing/held-upstream';
import { figure, scaled } from '../../testing/proof';
import { ask, seedAt, type Tenant, tenantOf } from '../../testing/shared-upstream';
import { type Consumer, startConsumer } from '../../usage/consumer';
import { WEIGHTS } from './fair-order';
import { placeFigures } from './upstream-places';

/**
 * What each class gets of an upstream that is offered from half to four times what it can do: the same from
 * each class, at a steady rate, whether or not what came before is answered.
 */
vi.hoisted(() => Object.assign(process.env, { QUEUE_LENGTH: '12', QUEUE_MS: '2000' }));
const PLACES = 4;
const SERVICE_MS = 100;
const CAPACITY_PER_SECOND = (PLACES * 1000) / SERVICE_MS;
const SECONDS = scaled(3, 20);
const CLASSES = [1, 2, 3, 4];

interface Answer {
  priority: number;
  status: number;
  tookMs: number;
}

let upstream: HeldUpstream;
let consumer: Consumer;
let tenants: Tenant[];

beforeAll(async () => {
  upstream = await startHeldUpstream(SERVICE_MS);
  await seedAt(upstream.baseUrl, PLACES);
  consumer = startConsumer();
  tenants = await Promise.all(CLASSES.map((priority) => tenantOf(priority)));
  for (const tenant of tenants) expect((await ask(tenant, 'warm')).status).toBe(200);
});
afterAll(async () => {
  await consumer.stop();
  await upstream.close();
});

/** Requests at so many times the upstream's capacity, the classes in turn. */
async function offer(times: number): Promise<Answer[]> {
  const everyMs = 1000 / (CAPACITY_PER_SECOND * times);
  const asked: Promise<Answer>[] = [];
  const startMs = performance.now();
  for (let i = 0; i * everyMs < SECONDS * 1000; i++) {
    const aheadMs = startMs + i * everyMs - performance.now();
    if (aheadMs > 0) await sleep(aheadMs);
    const priority = 1 + (i % 4);
    const askedMs = performance.now();
    const answer = ask(tenants[priority - 1] as Tenant, 'load').then(async (response) => {
      await response.text();
      return { priority, status: response.status, tookMs: performance.now() - askedMs };
    });
    asked.push(answer);
  }
  return Promise.all(asked);
}

const percentile99 = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN;

const events = async (): Promise<number> => {
  await consumer.drained();
  return db().usageEvent.count();
};

describe.each([0.5, 1, 2, 4])('at %s times what the upstream can do', (times) => {
  it('nobody starves, the upstream is never asked for more, and only what it did is charged', async () => {
    const before = await events();
    const answers = await offer(times);
    const served = answers.filter(({ status }) => status === 200);
    const of = (priority: number) => served.filter((answer) => answer.priority === priority);
    figure(
      `priority at ${times}x: ${CLASSES.map((p) => {
        const offered = answers.filter(({ priority }) => priority === p).length;
        const p99 = percentile99(of(p).map(({ tookMs }) => tookMs));
        return `class ${p} ${(of(p).length / SECONDS).toFixed(1)}/s of ${(offered / SECONDS).toFixed(1)}/s, p99 ${p99.toFixed(0)} ms`;
      }).join('; ')}`,
    );
    expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
    expect([upstream.most() <= PLACES, placeFigures()[0]?.taken]).toEqual([true, 0]);
    expect(await events()).toBe(before + served.length);
    if (times < 1) expect(served).toHaveLength(answers.length);
    if (times === 4) {
      // All classes wait all the time, so each has its turns: its weight of every fifteen, within one.
      const turns = WEIGHTS.map((weight) => Math.floor((served.length * weight) / 15) - 1);
      expect(of(1).length).toBeGreaterThanOrEqual(turns[0] ?? 0);
      expect(of(1).length).toBeGreaterThan(0);
      expect(of(2).length).toBeGreaterThan(of(1).length);
      expect(of(3).length).toBeGreaterThan(of(2).length);
      expect(of(4).length).toBeGreaterThan(of(3).length);
    }
  });
});

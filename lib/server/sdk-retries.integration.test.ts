import type { Server } from 'node:http';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import { newId } from '../ids';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';
import { createServer, listen } from './listen';
import { ROUTES } from './routes';

/** What OpenAI's own SDK, left to retry as it likes, does about each refusal: limits.md, promise 4. */

let upstream: DemoUpstream;
let server: Server;
let baseURL: string;
let owner: TestUser;
/** When each request reached the lane, `performance.now()`. */
let arrivals: number[] = [];

beforeAll(async () => {
  upstream = await gatewayForTests();
  const options = { port: 0, host: '127.0.0.1', baseUrl: undefined, trustProxy: 0 };
  server = createServer(ROUTES, (_incoming, outgoing) => outgoing.writeHead(404).end(), options);
  server.prependListener('request', () => arrivals.push(performance.now()));
  baseURL = `http://127.0.0.1:${await listen(server, options)}/v1`;
  owner = await makeUser();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await upstream.close();
});

const CATALOGS = ['headroom', 'ajstudioz', 'aicredits', 'zihin', 'priority'];

interface Row extends NonNullable<Parameters<typeof makeKey>[2]> {
  suspended?: boolean;
  /** Requests a month, in place of the plan's. */
  month?: number;
}

/** The SDK with a key of a catalog's lowest plan that has keys. */
async function sdk(catalog: string, { suspended, month, ...row }: Row = {}): Promise<OpenAI> {
  const where = { catalogId: catalog, apiAccess: true };
  const { slug } = await db().plan.findFirstOrThrow({ where, orderBy: { rank: 'asc' } });
  const workspace = await makeWorkspace(owner, catalog, slug);
  if (suspended)
    await db().workspace.update({ where: { id: workspace.id }, data: { suspendedAt: new Date() } });
  if (month !== undefined) {
    const limit = { metric: 'requests', scope: 'workspace', window: 'month UTC 1', capacity: BigInt(month) };
    await db().limitOverride.create({ data: { id: newId(), workspaceId: workspace.id, ...limit } });
  }
  const { key } = await makeKey(workspace, owner.id, row);
  arrivals = [];
  return new OpenAI({ apiKey: key, baseURL, maxRetries: 3 });
}

const ask = (client: OpenAI, model = 'demo-tokens-1', max_tokens = 5) =>
  client.chat.completions.create({ model, max_tokens, messages: [{ role: 'user', content: 'hi' }] });

describe('what waiting does not cure is asked once', () => {
  const refusals: [name: string, row: Row, status: number][] = [
    ['a budget of 0', { budgetMicros: 0 }, 402],
    ['more tokens than a minute ever has', { tpm: 2 }, 413],
    ['a suspended workspace', { suspended: true }, 403],
    ['a model that the key may not use', { models: ['none'] }, 403],
    ['a scope that the key does not have', { scopes: ['images'] }, 403],
  ];
  it.each(
    refusals.flatMap(([name, ...rest]) => CATALOGS.map((catalog) => [name, catalog, ...rest] as const)),
  )('%s, in %s', async (_name, catalog, row, status) => {
    const client = await sdk(catalog, row);
    await expect(ask(client)).rejects.toMatchObject({
      status,
      headers: expect.toSatisfy((headers: Headers) => headers.get('x-should-retry') === 'false'),
    });
    expect(arrivals).toHaveLength(1);
  });

  it("a spent month's quota", async () => {
    const client = await sdk('zihin', { month: 1 });
    await ask(client);
    arrivals = [];
    await expect(ask(client)).rejects.toMatchObject({ status: 429 });
    expect(arrivals).toHaveLength(1);
  });
});

it('concurrency is asked again after the second it names, and then served', async () => {
  const client = await sdk('ajstudioz');
  const calls = [ask(client, 'demo-slow'), ask(client, 'demo-slow')];
  await expect.poll(() => arrivals.length).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 200));
  arrivals = [];
  const third = await ask(client);
  expect(third.choices).toHaveLength(1);
  expect(arrivals.length).toBeGreaterThan(1);
  // 1,000 ms from the answer on; Node's timers may fire within the last of them.
  for (const [i, at] of arrivals.entries()) {
    if (i > 0) expect(at - (arrivals[i - 1] ?? 0)).toBeGreaterThanOrEqual(999);
  }
  await Promise.all(calls);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import * as metricsRoute from '../../app/api/metrics/route';
import { POST } from '../../app/api/v1/chat/completions/route';
import type { DemoUpstream } from '../demo/upstream/server';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { call, type Handler, tokenOf } from '../testing/manage-call';
import { makeUser, makeWorkspace } from '../testing/tenants';

const GET = metricsRoute.GET as Handler;
let upstream: DemoUpstream;
beforeAll(async () => {
  upstream = await gatewayForTests();
});
afterAll(() => upstream.close());

it('tells a platform admin how many decisions the store made, and nobody else', async () => {
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner);
  const { key } = await makeKey(workspace, owner.id, { rpm: 2 });
  const chat = () =>
    POST(
      new Request('http://127.0.0.1/v1/chat/completions', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }] }),
      }),
    );
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await chat()).status);
  expect(statuses).toEqual([200, 200, 429]);

  const admin = await tokenOf(await makeUser({ platformAdmin: true }));
  const { status, headers, body } = await call<string>(GET, admin);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const lines = body.split('\n');
  expect(lines).toContain('# TYPE headroom_decisions_total counter');
  expect(lines).toContain('headroom_decisions_total{source="redis",outcome="admitted"} 2');
  expect(lines).toContain('headroom_decisions_total{source="redis",outcome="denied"} 1');
  expect(lines).toContain('headroom_running_requests 0');
  expect(lines).toContain('headroom_unwritten_orders 0');
  expect(lines).toContain('headroom_upstream_calls_total{upstream="default",end="ok"} 2');
  expect(lines).toContain('headroom_upstream_first_byte_seconds_count{upstream="default"} 2');

  expect((await call(GET, await tokenOf(owner))).status).toBe(403);
  expect((await call(GET, null)).status).toBe(401);
});

import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answered, ask } from '../testing/doors';
import { type Lane, openLane } from '../testing/lane';
import { absentProxy, type OpenedProxy, openProxy, type ProxyName } from '../testing/proxies';
import { makeTenant } from '../testing/tenant-with-key';
import { seedForTests } from '../testing/tenants';

/** The published configurations, run by the real proxies in front of a service that knows nothing of us. */

process.env.TRUST_PROXY = '1';

let lane: Lane;
let service: http.Server;
/** What the service was sent. */
const seen: http.IncomingMessage[] = [];

beforeAll(async () => {
  await seedForTests();
  lane = await openLane();
  service = http.createServer((request, response) => {
    seen.push(request);
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => response.end(`did ${request.method} ${request.url} ${body}`));
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
});
afterAll(async () => {
  await lane.close();
  service.closeAllConnections();
  service.close();
});

describe.each<ProxyName>(['nginx', 'caddy'])('%s', (name) => {
  const absent = absentProxy(name);
  if (absent) console.log(`skipped: ${absent}`);
  let proxy: OpenedProxy;
  beforeAll(async () => {
    if (!absent) proxy = await openProxy(name, lane.port, (service.address() as AddressInfo).port);
  });
  afterAll(() => proxy?.stop());

  const call = (key: string | null, path = '/things?a=1', more: object = {}): Promise<Answered> => {
    seen.length = 0;
    const headers = { connection: 'close', ...(key && { authorization: `Bearer ${key}` }) };
    return ask(proxy.port, { method: 'POST', path, body: 'the body', ...more, headers });
  };

  it.skipIf(absent)('lets a good key pass, with its body, and tells the service whose it is', async () => {
    const { key, keyId, workspace } = await makeTenant({});
    const answer = await call(key);
    expect([answer.status, answer.body]).toEqual([200, 'did POST /things?a=1 the body']);
    expect(seen[0]?.headers).toMatchObject({
      'x-headroom-key-id': keyId,
      'x-headroom-workspace-id': workspace.id,
      'x-headroom-plan': 'free',
    });
  });

  it.skipIf(absent)('does not pass on who a caller says it is', async () => {
    const { key, keyId } = await makeTenant({});
    seen.length = 0;
    const headers = { authorization: `Bearer ${key}`, 'x-headroom-key-id': 'somebody-else' };
    expect((await ask(proxy.port, { path: '/', headers })).status).toBe(200);
    expect(seen[0]?.headers['x-headroom-key-id']).toBe(keyId);
  });

  it.skipIf(absent)(
    'RPM 3 lets exactly 3 of 6 pass; the others hear 429, when, and the published body',
    async () => {
      const { key } = await makeTenant({ catalog: 'zihin', rpm: 3 });
      const answers = await Promise.all(Array.from({ length: 6 }, () => call(key)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429, 429]);
      const refused = answers.find(({ status }) => status === 429);
      expect(refused?.headers['x-ratelimit-limit']).toBe('3');
      expect(refused?.headers['x-ratelimit-remaining']).toBe('0');
      const seconds = Number(refused?.headers['retry-after']);
      expect(seconds).toBeGreaterThan(55);
      expect(seconds).toBeLessThanOrEqual(60);
      expect(refused?.headers['content-type']).toContain('application/json');
      expect(JSON.parse(refused?.body ?? '')).toMatchObject({
        error: 'rate_limit_exceeded',
        details: { limit: 3, remaining: 0 },
        status: 'error',
      });
    },
  );

  it.skipIf(absent)('a spent budget is a 402, not a 500', async () => {
    const { key } = await makeTenant({ catalog: 'aicredits', plan: 'standard', budgetMicros: 0 });
    const { status, body } = await call(key);
    expect([status, JSON.parse(body).error.code]).toEqual([402, 'budget_exceeded']);
    expect(seen).toEqual([]);
  });

  it.skipIf(absent)(
    'no key and a bad key are a 401, a bound key elsewhere a 403; the service hears of none',
    async () => {
      const { key } = await makeTenant({ scopes: ['chat'] });
      for (const [sent, status, code] of [
        [null, 401, 'unauthenticated'],
        ['hr_live_nope', 401, 'invalid_api_key'],
        [key, 403, 'scope_missing'],
      ] as const) {
        const answer = await call(sent);
        expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([status, code]);
        expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
        expect(seen).toEqual([]);
      }
    },
  );

  it.skipIf(absent)('a key that is bound to addresses is judged by the client’s', async () => {
    const near = await makeTenant({ ips: ['127.0.0.0/8'] });
    const far = await makeTenant({ ips: ['10.0.0.0/8'] });
    expect((await call(near.key)).status).toBe(200);
    const answer = await call(far.key);
    expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([403, 'ip_not_allowed']);
  });
});

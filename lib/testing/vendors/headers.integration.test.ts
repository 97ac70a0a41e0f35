import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as monthlyQuota } from '../../../app/api/quota/route';
import { GET as models } from '../../../app/api/v1/models/route';
import { admit } from '../../admission/admit';
import type { DemoUpstream } from '../../demo/upstream/server';
import { env } from '../../env';
import { chatWork } from '../../gateway/chat';
import { gatewayForTests } from '../gateway';
import { waitForTheStore } from '../patient';
import { sessionHeaders } from '../session';
import { chatAt, chatRequest, chatsAt } from './clocked';
import { keyHeaders, rateBody } from './published';
import { makeTenant, type Tenant } from './tenant';

/** Every header and body that the five pages print, value by value, and where they print none, its absence. */

let upstream: DemoUpstream;
beforeAll(async () => {
  waitForTheStore();
  upstream = await gatewayForTests();
});
afterAll(() => upstream.close());

/** As in the pages' own examples, a whole second. */
const AT_MS = Date.UTC(2026, 11, 1, 8);
const AT = AT_MS / 1000;

/** All that begins like a limit's header, in lower case, as fetch shows them. */
function limitHeaders(headers: Headers): Record<string, string> {
  const found = [...headers].filter(([name]) =>
    /^(x-ratelimit|ratelimit|retry|x-request-pri|x-should)/.test(name),
  );
  return Object.fromEntries(found);
}

type Fields = (used: number, limit: number, untilMs: number) => Record<string, string>;
const unix: Fields = (used, limit, untilMs) => ({
  'x-ratelimit-limit': `${limit}`,
  'x-ratelimit-remaining': `${limit - used}`,
  'x-ratelimit-reset': `${Math.ceil(untilMs / 1000)}`,
});

/** The page's headers after `used` of `limit` requests, the first of which leaves at an instant. */
const PAGES: [catalog: string, plan: string, limit: number, fields: Fields][] = [
  ['ajstudioz', 'free', 10, unix],
  [
    'aicredits',
    'standard',
    60,
    (used, limit, untilMs) => ({
      ...unix(used, limit, untilMs),
      'x-ratelimit-reset': `${Math.ceil((untilMs - AT_MS) / 1000)}`,
    }),
  ],
  ['aionvision', 'starter', 30, unix],
  ['zihin', 'free', 10, unix],
  [
    'priority',
    'basic',
    50,
    (used, limit, untilMs) => ({
      ...unix(used, limit, untilMs),
      'x-ratelimit-resource': 'chat',
      'x-ratelimit-used': `${used}`,
      'x-request-priority': '2',
    }),
  ],
];

describe.each(PAGES)('%s', (catalog, plan, limit, fields) => {
  it('tells Limit, Remaining and Reset, and nothing more, while there is room', async () => {
    const tenant = await makeTenant(catalog, plan);
    for (const used of [1, 2, 3]) {
      const { status, headers } = await chatAt(AT_MS, tenant);
      expect(status).toBe(200);
      expect(limitHeaders(headers)).toEqual(fields(used, limit, AT_MS + 60_000));
    }
  });

  it('refuses with the headers and the body of its page', async () => {
    const tenant = await makeTenant(catalog, plan);
    expect(await chatsAt(AT_MS - 30_000, tenant, limit)).toEqual({ 200: limit });
    const { status, headers, body } = await chatAt(AT_MS, tenant);
    expect(status).toBe(429);
    expect(limitHeaders(headers)).toEqual({
      ...fields(limit, limit, AT_MS + 30_000),
      'retry-after': '30',
      'retry-after-ms': '30000',
    });
    const published = rateBody(catalog, limit, 30, AT + 30);
    if (published) expect(body).toEqual(published);
    else {
      expect(body).toEqual({
        error: {
          message: `Rate limit exceeded: ${limit} requests per minute for this key. Try again in 30 seconds.`,
          type: 'rate_limit_error',
          param: null,
          code: 'rate_limit_exceeded',
          limit: 'key:requests/*/rolling 60000',
          doc_url: `${env().BASE_URL}/docs/rate-limits/${catalog}#rate_limit_exceeded`,
        },
      });
    }
    // A millisecond before its time it is refused still, then it is not.
    expect((await chatAt(AT_MS + 29_999, tenant)).status).toBe(429);
    expect((await chatAt(AT_MS + 30_000, tenant)).status).toBe(200);
  });

  it('carries its headers on errors and reads too, with the counters as they stand', async () => {
    const tenant = await makeTenant(catalog, plan);
    await chatAt(AT_MS, tenant);
    const unknown = await chatAt(AT_MS, tenant, { model: 'none' });
    const failed = await chatAt(AT_MS, tenant, { model: 'demo-error-500' });
    expect([unknown.status, failed.status]).toEqual([404, 502]);
    const { 'x-should-retry': told, ...fieldsOfUnknown } = limitHeaders(unknown.headers);
    expect(told).toBeUndefined();
    expect(fieldsOfUnknown).toEqual(fields(1, limit, AT_MS + 60_000));
    expect(limitHeaders(failed.headers)).toEqual(fields(2, limit, AT_MS + 60_000));
    const read = await models(get('/v1/models', tenant));
    expect(read.status).toBe(200);
    expect(read.headers.get('x-ratelimit-limit')).toBe(`${limit}`);
  });

  it('takes its key either way', async () => {
    const { key } = await makeTenant(catalog, plan);
    for (const [name, value] of [
      ['Authorization', `Bearer ${key}`],
      ['X-Api-Key', key],
    ] as const) {
      const headers = { [name]: value };
      const read = await models(new Request('http://127.0.0.1/v1/models', { headers }));
      expect(read.status).toBe(200);
    }
  });

  it('streams as one request, its headers before the first byte', async () => {
    const tenant = await makeTenant(catalog, plan);
    const response = await admit(chatRequest(tenant, { stream: true, max_tokens: 9 }), chatWork, AT_MS);
    expect(limitHeaders(response.headers)).toEqual(fields(1, limit, AT_MS + 60_000));
    expect(await response.text()).toMatch(/data: \[DONE\]\n\n$/);
    expect(limitHeaders((await chatAt(AT_MS, tenant)).headers)).toEqual(fields(2, limit, AT_MS + 60_000));
  });
});

const get = (path: string, { catalog, key }: Tenant) =>
  new Request(`http://127.0.0.1${path}`, { headers: { host: '127.0.0.1', ...keyHeaders(catalog, key) } });

it("zihin's GET /api/quota answers as printed, and costs nothing", async () => {
  const tenant = await makeTenant('zihin', 'starter');
  for (let i = 0; i < 3; i++) expect((await chatAt(Date.now(), tenant)).status).toBe(200);
  const now = new Date();
  const nextMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)).toISOString();
  for (let i = 0; i < 2; i++) {
    const response = await monthlyQuota(get('/api/quota', tenant));
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({
      success: true,
      quota: { limit: 10_000, used: 3, remaining: 9_997, reset_date: nextMonth },
    });
  }
});

it('a catalog without a monthly quota has no /api/quota', async () => {
  for (const [catalog, plan] of [
    ['priority', 'free'],
    ['ajstudioz', 'free'],
    ['aicredits', 'standard'],
  ] as const) {
    const response = await monthlyQuota(get('/api/quota', await makeTenant(catalog, plan)));
    expect([catalog, response.status]).toEqual([catalog, 404]);
  }
});

it("priority's enterprise: Limit, Remaining and Reset are left out, the rest stays", async () => {
  const { headers } = await chatAt(AT_MS, await makeTenant('priority', 'enterprise'));
  expect(limitHeaders(headers)).toEqual({
    'x-ratelimit-resource': 'chat',
    'x-ratelimit-used': '1',
    'x-request-priority': '4',
  });
});

it('a priority that a client asks for is ignored', async () => {
  const tenant = await makeTenant('priority', 'free');
  const by = (catalog: string, key: string) => ({ ...keyHeaders(catalog, key), 'X-Request-Priority': '4' });
  const response = await admit(chatRequest(tenant, {}, by), chatWork, AT_MS);
  expect(response.headers.get('x-request-priority')).toBe('1');
});

it("aicredits' spent budget is 402 for every further request, however small", async () => {
  const tenant = await makeTenant('aicredits', 'standard', { budgetMicros: 10 });
  let answer = await chatAt(AT_MS, tenant);
  for (let i = 0; i < 20 && answer.status === 200; i++) answer = await chatAt(AT_MS, tenant);
  for (let i = 0; i < 2; i++) {
    const { status, headers, body } = await chatAt(AT_MS, tenant);
    expect(status).toBe(402);
    expect(body).toMatchObject({ error: { code: 'budget_exceeded', type: 'insufficient_quota' } });
    expect(headers.get('x-should-retry')).toBe('false');
    expect(headers.has('retry-after')).toBe(false);
  }
});

it("an agreed month of tokens refuses in ajstudioz' own words", async () => {
  const agreed = [
    { scope: 'key' as const, window: 'rolling 60000', capacity: 1_000 },
    { metric: 'tokens', scope: 'key' as const, window: 'month UTC 1', capacity: 40 },
    { metric: 'tokens', scope: 'key' as const, window: 'rolling 86400000', capacity: null },
    { scope: 'key' as const, window: 'concurrent', capacity: 100 },
  ];
  const tenant = await makeTenant('ajstudioz', 'enterprise', { agreed });
  let answer = await chatAt(AT_MS, tenant);
  expect(answer.status).toBe(200);
  for (let i = 0; i < 10 && answer.status === 200; i++) answer = await chatAt(AT_MS, tenant);
  const seconds = (Date.UTC(2027, 0, 1) - AT_MS) / 1000;
  expect(answer.status).toBe(429);
  expect(answer.body).toEqual({
    error: {
      code: 'quota_exceeded',
      message: expect.stringContaining('40 tokens per month'),
      retry_after: seconds,
    },
  });
  expect(answer.headers.get('retry-after')).toBe(`${seconds}`);
  expect(answer.headers.get('x-ratelimit-limit')).toBe('1000');
});

it("aionvision's FREE is for the browser alone: a session makes 11 a minute, without a minute's headers", async () => {
  const tenant = await makeTenant('aionvision', 'free');
  const browser = { ...(await sessionHeaders(tenant.ownerId)), 'x-headroom-workspace': tenant.id };
  for (let i = 0; i < 11; i++) {
    const response = await admit(
      chatRequest(tenant, {}, () => browser),
      chatWork,
      AT_MS,
    );
    expect(response.status).toBe(200);
    expect(limitHeaders(response.headers)).toEqual({});
    await response.text();
  }
  const { status, body } = await chatAt(AT_MS, tenant);
  expect(status).toBe(403);
  expect(body).toMatchObject({ error: { code: 'api_access_not_in_plan' } });
});

it('a key that is known and refused hears it with its counters, in the words of its catalog', async () => {
  const suspended = await makeTenant('zihin', 'free', { suspended: true });
  const bound = await makeTenant('ajstudioz', 'free', { ips: ['10.0.0.0/8'] });
  const refusals = [
    [await chatAt(AT_MS, suspended), { error: 'workspace_suspended', status: 'error' }],
    [await chatAt(AT_MS, bound), { error: { code: 'ip_not_allowed' } }],
  ] as const;
  for (const [{ status, headers, body }, words] of refusals) {
    expect(status).toBe(403);
    expect(body).toMatchObject(words);
    expect(limitHeaders(headers)).toEqual({ ...unix(0, 10, AT_MS), 'x-should-retry': 'false' });
  }
  for (const tenant of [suspended, bound]) {
    const read = await models(get('/v1/models', tenant));
    expect([read.status, read.headers.get('x-ratelimit-limit')]).toEqual([403, '10']);
  }
});

it('a key wins over a session, and has none of its exemptions', async () => {
  const tenant = await makeTenant('zihin', 'free');
  const browser = await sessionHeaders(tenant.ownerId);
  const by = (catalog: string, key: string) => ({ ...browser, ...keyHeaders(catalog, key) });
  for (let i = 0; i < 10; i++) {
    expect((await admit(chatRequest(tenant, {}, by), chatWork, AT_MS)).status).toBe(200);
  }
  expect((await admit(chatRequest(tenant, {}, by), chatWork, AT_MS)).status).toBe(429);
  // Without the key it is the session's turn, which has no minute.
  const alone = await admit(
    chatRequest(tenant, {}, () => browser),
    chatWork,
    AT_MS,
  );
  expect(alone.status).toBe(200);
});

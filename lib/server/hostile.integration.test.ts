import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LimitView } from '../plans/schema';
import { makeSecret } from '../secret';
import { captureLog } from '../testing/captured-log';
import { type DemoLane, openDemoLane } from '../testing/demo-lane';
import { sendRaw } from '../testing/raw';
import { makeTenant, type Tenant } from '../testing/vendors/tenant';
import { chatBody, HOSTILE_BODIES, hostileCases } from './hostile.cases';

/** Hostile input: a clear 4xx, nothing sent upstream, nothing charged, no secret in any log. */

const logged = captureLog();
let lane: DemoLane;
let tenant: Tenant;
beforeAll(async () => {
  lane = await openDemoLane();
  tenant = await makeTenant('headroom', 'enterprise', { budgetMicros: 1_000_000_000 });
});
afterAll(() => lane.close());

/** The keys of the table; a bad one is put into it beforehand, so that names are known without a database. */
const NAMES = hostileCases('hr_live_a', 'hr_live_b').map(({ name }) => name);

async function seenUpstream(): Promise<number> {
  const response = await fetch(`${lane.upstream.url}/demo/requests`);
  return ((await response.json()) as { data: unknown[] }).data.length;
}

/** Everything that is counted for the key, and what its upstream has seen. */
async function counted(): Promise<unknown> {
  const headers = { authorization: `Bearer ${tenant.key}` };
  const quota = await fetch(`${lane.url}/v1/quota`, { headers });
  const { data } = (await quota.json()) as { data: LimitView[] };
  const used = data.map(({ id, used, reserved }) => ({ id, used, reserved }));
  return { used, upstream: await seenUpstream() };
}

describe('byte by byte', () => {
  it.each(NAMES)('%s', async (name) => {
    const found = hostileCases(tenant.key, makeSecret('hr_live_')).find((one) => one.name === name);
    if (!found) throw new Error(`no case ${name}`);
    const before = await counted();
    const { statuses, text } = await sendRaw(lane.port, found.bytes);
    expect(statuses).toEqual(found.statuses);
    if (found.says) expect(text).toMatch(found.says);
    expect(text).not.toMatch(/^x-injected/im);
    expect(text).not.toContain(tenant.key);
    expect(await counted()).toEqual(before);
  });

  it('a request in single bytes is served like any other', async () => {
    const body = chatBody();
    const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${tenant.key}\r\n`;
    const bytes = `${head}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
    const { statuses } = await sendRaw(lane.port, [...bytes]);
    expect(statuses).toEqual([200]);
  });
});

describe('bodies', () => {
  it.each(HOSTILE_BODIES)('%s', async (_name, body, status, param) => {
    const before = await counted();
    for (const path of ['/v1/chat/completions', '/api/chat']) {
      const response = await fetch(`${lane.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tenant.key}`, 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      });
      const { error } = (await response.json()) as {
        error: { code: string; message: string; param: string | null };
      };
      expect(response.status).toBe(status);
      if (param) expect(error.param).toBe(param);
      expect(error.message).toMatch(/^[A-Zna-z].{10,}/);
      expect(response.headers.has('x-injected')).toBe(false);
      expect(response.headers.get('x-ratelimit-limit')).toBeNull(); // unlimited in this plan
    }
    expect(await counted()).toEqual(before);
    expect(Object.prototype).not.toHaveProperty('admin');
  });

  it('what is allowed but dear is clamped to the model, never passed on', async () => {
    await fetch(`${lane.upstream.url}/demo/requests`, { method: 'DELETE' });
    const response = await fetch(`${lane.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.key}` },
      body: chatBody({ max_tokens: 10_000_000, n: 2 }),
    });
    expect(response.status).toBe(200);
    const seen = await fetch(`${lane.upstream.url}/demo/requests`);
    expect(await seen.json()).toMatchObject({ data: [{ max_tokens: 8_192, n: 2 }] });
  });
});

it('no key, good or bad, and no prompt is in the log', async () => {
  const canary = makeSecret('hr_live_');
  const prompt = 'a-prompt-that-nobody-may-read';
  const ask = (path: string, headers: Record<string, string>, model = 'demo-tokens-1') =>
    fetch(`${lane.url}${path}`, {
      method: 'POST',
      headers,
      body: chatBody({ model, messages: [{ role: 'user', content: prompt }] }),
    });
  const good = { authorization: `Bearer ${tenant.key}` };
  const answers = [
    await ask('/v1/chat/completions', good),
    await ask('/v1/chat/completions', good, 'demo-error-500'),
    await ask('/v1/chat/completions', good, 'demo-cut'),
    await ask(`/v1/chat/completions?api_key=${tenant.key}`, {}),
    await ask(`/v1/chat/completions?api_key=${canary}`, good),
    await ask(`/v1/none?key=${canary}`, {}),
    await ask('/v1/chat/completions', { authorization: `Bearer ${canary}` }),
    await ask('/v1/chat/completions', { 'x-api-key': `${canary}x` }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 502, 502, 401, 400, 404, 401, 401]);
  for (const answer of answers) expect(await answer.text()).not.toContain(canary);
  expect(logged()).toContain('"decided"');
  for (const secret of [tenant.key, canary, prompt]) expect(logged()).not.toContain(secret);
});

import { beforeAll, describe, expect, it } from 'vitest';
import { GET as denial } from '../../app/api/v1/denials/[...id]/route';
import { GET as forward } from '../../app/api/v1/forward-auth/route';
import { GET as usage } from '../../app/api/v1/usage/route';
import { asHolder, makeTenant, type Tenant } from '../testing/tenant-with-key';
import { seedForTests } from '../testing/tenants';
import { flushDenials } from '../usage/denials';

/** Reads by people who mean no good: a clear answer, quickly, and nothing of others. */

let tenant: Tenant;
beforeAll(async () => {
  await seedForTests();
  tenant = await makeTenant({ rpm: 1 });
});

interface Refused {
  error: { code: string; message: string; param: string | null };
}

describe('GET /v1/usage', () => {
  const ask = async (query: string) => {
    const response = await usage(asHolder(tenant.key, `/v1/usage?${query}`));
    return { status: response.status, text: await response.text() };
  };
  const day = 'from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z';

  it.each([
    ['a day that is none', 'from=2026-02-30T00:00:00Z', 'from'],
    ['an instant without a zone', 'from=2026-01-01T00:00:00', 'from'],
    ['a number', 'from=1767225600', 'from'],
    ['two beginnings in one', 'from=2026-01-01T00:00:00Z,2026-01-02T00:00:00Z', 'from'],
    ['more years than there are', 'from=%2B275760-09-13T00:00:00.000Z', 'from'],
    ['nothing', 'from=', 'from'],
    ['a header in it', 'from=2026-01-01T00:00:00Z%0d%0aX-Injected:%201', 'from'],
    ['a range of all time', 'from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z&interval=minute', null],
    ['a range that runs backwards', 'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', null],
    ['a zone that is none', `${day}&tz=Mars/Phobos`, 'tz'],
    ['a zone of SQL', `${day}&tz=${encodeURIComponent("UTC'; drop table usage; --")}`, 'tz'],
    ['an interval in another case', `${day}&interval=HOUR`, 'interval'],
    ['a group from the prototype', `${day}&group_by=constructor`, 'group_by'],
    ['a NUL', `${day}&model=%00`, 'model'],
    ['a model of 300 characters', `${day}&model=${'m'.repeat(300)}`, 'model'],
    ['somebody else’s workspace', `${day}&workspace=${crypto.randomUUID()}`, 'workspace'],
    ['somebody else’s key', `${day}&key=${crypto.randomUUID()}`, 'key'],
    ['a field of the prototype', `${day}&__proto__=1`, '__proto__'],
  ])('%s is a 400 that names it', async (_name, query, param) => {
    const { status, text } = await ask(query);
    const { error } = JSON.parse(text) as Refused;
    expect([status, error.code]).toEqual([400, expect.stringMatching(/^(invalid_request|unknown_field)$/)]);
    if (param) expect(`${error.param} ${error.message}`).toContain(param);
    expect(error.message.length).toBeLessThan(400);
  });

  it.each([
    ['a pattern', 'model=%25'],
    ['quotes', 'model=%27%20or%201=1--&outcome=%22'],
    ['a formula', 'resource=%3Dcmd'],
    ['other scripts', 'model=%E6%A8%A1%E5%9E%8B&limit=%F0%9F%98%80'],
  ])('%s as a filter finds nothing', async (_name, filter) => {
    const { status, text } = await ask(`${day}&${filter}`);
    expect([status, JSON.parse(text)]).toMatchObject([200, { data: [], totals: { requests: 0 } }]);
  });
});

describe('GET /v1/denials/{request_id}', () => {
  it.each([
    ['one of an instant to come', 'ffffffff-ffff-7fff-bfff-ffffffffffff'],
    ['one of another version', crypto.randomUUID()],
    ['a path', '../quota'],
    ['a NUL', '\u0000'],
    ['3,000 characters', 'a'.repeat(3000)],
    ['a field of the prototype', '__proto__'],
    ['SQL', "' or 1=1 --"],
    ['nothing', ''],
  ])('%s is the same 404 as any other, at once', async (_name, id) => {
    const response = await denial(asHolder(tenant.key, '/v1/denials/x'), {
      params: Promise.resolve({ id: [id] }),
    });
    const body = (await response.json()) as Refused;
    expect([response.status, body.error.code]).toEqual([404, 'not_found']);
  });

  it('an id in capitals is the same id', async () => {
    await forward(asHolder(tenant.key, '/v1/forward-auth'));
    const refused = await forward(asHolder(tenant.key, '/v1/forward-auth'));
    const id = refused.headers.get('x-request-id') ?? '';
    await flushDenials();
    const found = await denial(asHolder(tenant.key, '/v1/denials/x'), {
      params: Promise.resolve({ id: [id.toUpperCase()] }),
    });
    expect([found.status, await found.json()]).toMatchObject([200, { id, status: 429 }]);
  });
});

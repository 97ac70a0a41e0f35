import { beforeAll, beforeEach, expect, it } from 'vitest';
import { GET as getExport } from '../../app/api/manage/workspaces/[id]/export/route';
import { db } from '../db/client';
import { makeKey } from '../testing/gateway';
import { tokenOf } from '../testing/manage-call';
import { addUse } from '../testing/records';
import { makeMember, makeUser, makeWorkspace, seedForTests, type TestUser } from '../testing/tenants';
import { patchWorkspace } from '../workspaces/patch-workspace';
import { unzip } from './unzip.fixture';

let owner: TestUser;
let id: string;

beforeAll(seedForTests);
beforeEach(async () => {
  owner = await makeUser();
  ({ id } = await makeWorkspace(owner));
});

async function download(user: TestUser) {
  const request = new Request('http://127.0.0.1:3000/', {
    headers: { host: '127.0.0.1:3000', authorization: `Bearer ${await tokenOf(user)}` },
  });
  const response = await getExport(request, { params: Promise.resolve({ id }) });
  return { response, body: Buffer.from(await response.arrayBuffer()) };
}

const lines = (text = '') => text.trimEnd().split('\n');

it('holds members, keys without their secrets, use by the hour, refusals and the audit log', async () => {
  const { id: keyId, key } = await makeKey({ id, catalogId: 'headroom' }, owner.id, {
    budgetMicros: 2_500_000,
  });
  const viewer = await makeMember(id, 'viewer');
  const start = new Date('2026-03-01T07:00:00Z');
  const subject = { workspaceId: id, keyId, userId: owner.id };
  const about = { resource: 'chat', model: 'gpt-4o', outcome: 'ok' };
  const used = {
    requests: 3,
    tokensIn: 5,
    tokensOut: 7,
    tokensMetered: 12,
    durationMs: 9,
    costMicros: 1_250_000,
  };
  await db().rollupHour.create({ data: { startAt: start, ...subject, ...about, ...used } });
  const refused = { resource: 'chat', model: 'gpt-4o', limit: 'key:requests/*/rolling 60000' };
  await db().denialQuarter.create({
    data: { startAt: start, ...subject, ...refused, code: 'rate_limit_exceeded', denied: 4 },
  });
  await patchWorkspace(owner.actor, id, { name: '=Acme & Söhne' });

  const { response, body } = await download(owner);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/zip');
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="headroom-acme-s-hne-\d{4}-\d\d-\d\d\.zip"$/,
  );
  const files = unzip(body);
  expect([...files.keys()]).toEqual([
    'README.txt',
    'workspace.json',
    'plan-changes.json',
    'alerts.json',
    'members.csv',
    'keys.csv',
    'usage.csv',
    'refusals.csv',
    'files.csv',
    'audit.csv',
  ]);
  expect(JSON.parse(files.get('workspace.json') ?? '')).toMatchObject({ id, name: '=Acme & Söhne' });
  expect(lines(files.get('members.csv')).map((line) => line.split(',').slice(2, 4))).toEqual(
    expect.arrayContaining([
      ['email', 'role'],
      [owner.email, 'owner'],
      [viewer.email, 'viewer'],
    ]),
  );
  expect(lines(files.get('keys.csv'))[1]).toContain(
    `${keyId},test,hr_live_,${key.slice(-4)},${owner.email},,,,2.50,lifetime`,
  );
  expect(lines(files.get('usage.csv'))).toEqual([
    'start,key_id,key,user_id,member,resource,model,outcome,requests,tokens_in,tokens_out,cost,messages,descriptions',
    `2026-03-01T07:00:00.000Z,${keyId},test,${owner.id},Ada,chat,gpt-4o,ok,3,5,7,1.25,0,0`,
  ]);
  expect(lines(files.get('refusals.csv'))[1]).toBe(
    `2026-03-01T07:00:00.000Z,${keyId},test,${owner.id},Ada,chat,gpt-4o,key:requests/*/rolling 60000,rate_limit_exceeded,4`,
  );
  // Newest first; a name that a spreadsheet would compute is neutralised.
  const audit = lines(files.get('audit.csv'));
  expect(audit[1]).toContain(`workspace.export,workspace,${id},'=Acme & Söhne,token,${owner.id}`);
  expect(audit[2]).toContain('workspace.name');
  expect(body.includes(key)).toBe(false);
});

it('holds every row however many there are, in their order', async () => {
  // One more than are read at once.
  await db().$executeRaw`
    INSERT INTO rollups_hour (start_at, workspace_id, key_id, user_id, resource, model, outcome, requests, tokens_in,
      tokens_out, tokens_metered, cost_micros, duration_ms)
    SELECT to_timestamp(n * 3600), ${id}::uuid, 'session', ${owner.id}::uuid, 'chat', 'm', 'ok', 1, 0, 0, 0, n, 1
    FROM generate_series(0, 5000) AS n`;
  await db().$executeRaw`
    INSERT INTO audit_entries (id, at, actor_kind, actor_id, actor_name, workspace_id, action, target_kind, target_id,
      target_name)
    SELECT gen_random_uuid(), to_timestamp(n), 'system', 'test', 'test', ${id}::uuid, 'test.' || n, 'test', '1', 'test'
    FROM generate_series(0, 200) AS n`;
  const files = unzip((await download(owner)).body);
  const hours = lines(files.get('usage.csv')).slice(1);
  const starts = Array.from({ length: 5001 }, (_, hour) => new Date(hour * 3_600_000).toISOString());
  expect(hours.map((line) => line.split(',')[0])).toEqual(starts);
  const actions = lines(files.get('audit.csv')).slice(2);
  expect(actions.map((line) => line.split(',')[1])).toEqual(
    Array.from({ length: 201 }, (_, n) => `test.${200 - n}`),
  );
});

it('tells nothing of another workspace', async () => {
  const other = await makeUser();
  const { id: foreign } = await makeWorkspace(other);
  const { id: keyId } = await makeKey({ id: foreign, catalogId: 'headroom' }, other.id);
  await addUse({ id: keyId, workspace_id: foreign, owner: other }, { requests: 1, costMicros: 1 });
  const { body } = await download(owner);
  for (const secret of [foreign, keyId, other.id, other.email]) expect(body.includes(secret)).toBe(false);
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { CreatedKeyView } from '@/lib/keys/schema';
import { call, tokenOf } from '@/lib/testing/manage-call';
import { makeMember, makeUser, makeWorkspace, seedForTests, type TestUser } from '@/lib/testing/tenants';
import { GET as getAudit } from './audit/route';
import { GET as keyQuota } from './keys/[id]/quota/route';
import { POST as postRotate } from './keys/[id]/rotate/route';
import { DELETE as deleteKey, GET as getKey, PATCH as patchKey } from './keys/[id]/route';
import { GET as getKeys, POST as postKey } from './workspaces/[id]/keys/route';
import { GET as getOverview } from './workspaces/[id]/overview/route';
import { GET as workspaceQuota } from './workspaces/[id]/quota/route';
import { GET as getWorkspace } from './workspaces/[id]/route';
import { GET as getUsage } from './workspaces/[id]/usage/route';

let owner: TestUser;
let token: string;
let id: string;

beforeAll(async () => {
  await seedForTests();
  owner = await makeUser();
  token = await tokenOf(owner);
  ({ id } = await makeWorkspace(owner));
});

const newKey = async (body: object = {}) =>
  (await call<CreatedKeyView>(postKey, token, { method: 'POST', id, body: { name: 'k', ...body } })).body;
const code = (status: number, name: string) => ({ status, body: { error: { code: name } } });

describe('nobody gets further than they may', () => {
  it('a stranger’s token meets the same 404 on foreign things as on missing ones', async () => {
    const stranger = await tokenOf(await makeUser());
    const { id: keyId } = await newKey();
    const of = {
      workspace: [getWorkspace, getKeys, workspaceQuota, getOverview, getUsage],
      key: [getKey, keyQuota],
    };
    for (const [kind, handlers] of Object.entries(of)) {
      for (const handler of handlers) {
        const said = async (asked: string) => {
          const { status, body } = await call<{ error: { code: string; message: string } }>(
            handler,
            stranger,
            { id: asked },
          );
          return [status, body.error.code, body.error.message];
        };
        const foreign = await said(kind === 'key' ? keyId : id);
        expect(foreign[0]).toBe(404);
        expect(foreign).toEqual(await said(crypto.randomUUID()));
        expect(foreign).toEqual(await said('no-id'));
      }
    }
    for (const [handler, method] of [
      [patchKey, 'PATCH'],
      [deleteKey, 'DELETE'],
      [postRotate, 'POST'],
    ] as const) {
      const body = method === 'DELETE' ? undefined : { overlap_seconds: 0 };
      expect(await call(handler, stranger, { method, id: keyId, body })).toMatchObject(
        code(404, 'not_found'),
      );
    }
  });

  it('a viewer reads and does nothing else', async () => {
    const viewer = await tokenOf(await makeMember(id, 'viewer'));
    const { id: keyId } = await newKey();
    expect((await call(getKeys, viewer, { id })).status).toBe(200);
    expect((await call(workspaceQuota, viewer, { id })).status).toBe(200);
    expect(await call(postKey, viewer, { method: 'POST', id, body: { name: 'k' } })).toMatchObject(
      code(403, 'forbidden'),
    );
    expect(await call(deleteKey, viewer, { method: 'DELETE', id: keyId })).toMatchObject(
      code(403, 'forbidden'),
    );
    expect(await call(getAudit, viewer, { query: { workspace: id } })).toMatchObject(code(403, 'forbidden'));
  });
});

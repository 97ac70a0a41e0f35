import { beforeAll, expect, it } from 'vitest';
import { makeMember, makeUser, makeWorkspace, seedForTests, type TestUser } from '../testing/tenants';
import { listMembers } from './list-members';

let owner: TestUser;
let viewer: TestUser;
let workspaceId: string;

beforeAll(async () => {
  await seedForTests();
  owner = await makeUser();
  ({ id: workspaceId } = await makeWorkspace(owner));
  viewer = await makeMember(workspaceId, 'viewer');
  await makeMember(workspaceId, 'admin');
});

it('members and platform admins see everyone with their role, page by page', async () => {
  const admin = await makeUser({ platformAdmin: true });
  for (const { actor } of [viewer, admin]) {
    const first = await listMembers(actor, workspaceId, { limit: '2' });
    expect(first.data.map((member) => [member.user.email, member.role])).toEqual([
      [owner.email, 'owner'],
      [viewer.email, 'viewer'],
    ]);
    const rest = await listMembers(actor, workspaceId, { cursor: first.nextCursor });
    expect(rest.data.map((member) => member.role)).toEqual(['admin']);
    expect(rest.nextCursor).toBeNull();
  }
});

it('a foreign workspace is the same 404 as a missing one', async () => {
  const stranger = await makeUser();
  for (const id of [workspaceId, crypto.randomUUID(), 'no-id']) {
    await expect(listMembers(stranger.actor, id, {})).rejects.toMatchObject({
      code: 'not_found',
      message: 'There is no workspace with this id.',
    });
  }
});

it('an unknown field is refused by name', async () => {
  await expect(listMembers(owner.actor, workspaceId, { role: 'owner' })).rejects.toMatchObject({
    message: expect.stringContaining('role'),
  });
});

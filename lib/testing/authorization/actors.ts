import { hashPassword } from '../../auth/password';
import { db } from '../../db/client';
import { makeKey } from '../gateway';
import { tokenOf } from '../manage-call';
import { sessionHeaders } from '../session';
import { makeMember, makeUser, makeWorkspace, seedForTests, type TestUser } from '../tenants';

/** Everybody who may call, as seen from one workspace. */
export const ACTORS = [
  // Nobody's credentials are good.
  'anonymous',
  'forged token',
  'api key',
  'revoked session',
  'expired session',
  'suspended owner',
  'suspended owner’s token',
  // Browsers of the workspace's members.
  'viewer',
  'developer',
  'admin',
  'owner',
  // The owner's browser, driven by a page of another site.
  'owner from another site',
  // People who belong elsewhere.
  'owner of another workspace',
  'former member',
  // Platform admins: themselves, and in the workspace as its owner.
  'platform admin',
  'acting, looking',
  'acting, changing',
  // Programs.
  'owner’s token',
  'owner’s token for another workspace',
  'platform admin’s token',
  'platform admin’s token for the workspace',
] as const;
export type ActorName = (typeof ACTORS)[number];

export const PASSWORD = 'correct horse battery';

/** A workspace, and who calls it with which headers. */
export interface World {
  id: string;
  workspace: Awaited<ReturnType<typeof makeWorkspace>>;
  owner: TestUser;
  developer: TestUser;
  viewer: TestUser;
  /** Whose account it is; the owner's for who has none. */
  userOf(actor: ActorName): TestUser;
  headersOf(actor: ActorName): Record<string, string>;
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}`, host: '127.0.0.1' });

/** Every one of `ACTORS` around a new workspace. */
export async function makeWorld(): Promise<World> {
  await seedForTests();
  const passwordHash = await hashPassword(PASSWORD);
  const owner = await makeUser({ passwordHash });
  const workspace = await makeWorkspace(owner, 'headroom', 'business');
  const { id } = workspace;
  const [viewer, developer, admin, suspended] = await Promise.all([
    makeMember(id, 'viewer'),
    makeMember(id, 'developer'),
    makeMember(id, 'admin'),
    makeMember(id, 'owner'),
  ]);
  const stranger = await makeUser();
  await makeWorkspace(stranger);
  const elsewhere = await makeWorkspace(owner);
  const former = await makeMember(id, 'owner');
  await db().member.delete({ where: { workspaceId_userId: { workspaceId: id, userId: former.id } } });
  const [platform, looking, changing] = await Promise.all(
    [1, 2, 3].map(() => makeUser({ platformAdmin: true })),
  );
  if (!platform || !looking || !changing) throw new Error('three admins were asked for');
  await db().user.updateMany({ data: { passwordHash } });
  const { key } = await makeKey(workspace, owner.id);

  const suspendedHeaders = await sessionHeaders(suspended.id);
  const suspendedToken = await tokenOf(suspended);
  await db().user.update({ where: { id: suspended.id }, data: { suspendedAt: new Date() } });
  const ended = async (data: { revokedAt: Date } | { expiresAt: Date }) => {
    const headers = await sessionHeaders(owner.id);
    const [session] = await db().session.findMany({ where: { userId: owner.id }, orderBy: { id: 'desc' } });
    await db().session.update({ where: { id: session?.id ?? '' }, data });
    return headers;
  };
  const acting = async (user: TestUser, write: boolean) => {
    const headers = await sessionHeaders(user.id);
    const actingUntil = new Date(Date.now() + 3_600_000);
    await db().session.updateMany({
      where: { userId: user.id },
      data: { actingWorkspaceId: id, actingWrite: write, actingUntil },
    });
    return headers;
  };
  const ownerHeaders = await sessionHeaders(owner.id);

  const users = new Map<ActorName, TestUser>([
    ['viewer', viewer],
    ['developer', developer],
    ['admin', admin],
    ['suspended owner', suspended],
    ['owner of another workspace', stranger],
    ['former member', former],
    ['platform admin', platform],
    ['acting, looking', looking],
    ['acting, changing', changing],
    ['platform admin’s token', platform],
    ['platform admin’s token for the workspace', platform],
  ]);
  const headers: Record<ActorName, Record<string, string>> = {
    anonymous: { host: '127.0.0.1' },
    'forged token': bearer('hrm_nonsense'),
    'api key': bearer(key),
    'revoked session': await ended({ revokedAt: new Date() }),
    'expired session': await ended({ expiresAt: new Date(Date.now() - 1000) }),
    'suspended owner': suspendedHeaders,
    'suspended owner’s token': bearer(suspendedToken),
    viewer: await sessionHeaders(viewer.id),
    developer: await sessionHeaders(developer.id),
    admin: await sessionHeaders(admin.id),
    owner: ownerHeaders,
    'owner from another site': { ...ownerHeaders, origin: 'https://evil.example' },
    'owner of another workspace': await sessionHeaders(stranger.id),
    'former member': await sessionHeaders(former.id),
    'platform admin': await sessionHeaders(platform.id),
    'acting, looking': await acting(looking, false),
    'acting, changing': await acting(changing, true),
    'owner’s token': bearer(await tokenOf(owner)),
    'owner’s token for another workspace': bearer(await tokenOf(owner, elsewhere.id)),
    'platform admin’s token': bearer(await tokenOf(platform)),
    'platform admin’s token for the workspace': bearer(await tokenOf(platform, id)),
  };
  return {
    id,
    workspace,
    owner,
    developer,
    viewer,
    userOf: (actor) => users.get(actor) ?? owner,
    headersOf: (actor) => headers[actor],
  };
}

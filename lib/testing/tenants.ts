import { randomBytes } from 'node:crypto';
import { seedCatalogs } from '../../prisma/catalogs/seed';
import type { Actor } from '../actor';
import { db } from '../db/client';
import type { Role } from '../db/generated/enums';
import { newId } from '../ids';

/** Seeds the catalogs once into the file's own database. */
export const seedForTests = () =>
  seedCatalogs(db(), { upstreamBaseUrl: 'http://127.0.0.1:9/v1', demoModels: true });

export interface TestUser {
  id: string;
  email: string;
  actor: Actor & { kind: 'user' };
}

/** A user with an e-mail of its own, and the actor that it is on the management API. */
export async function makeUser(
  options: { platformAdmin?: boolean; passwordHash?: string } = {},
): Promise<TestUser> {
  const id = newId();
  const email = `${randomBytes(6).toString('hex')}@example.com`;
  const platformAdmin = options.platformAdmin ?? false;
  const passwordHash = options.passwordHash ?? null;
  await db().user.create({ data: { id, email, name: 'Ada', platformAdmin, passwordHash } });
  const actor = {
    kind: 'user' as const,
    userId: id,
    name: 'Ada',
    platformAdmin,
    sessionId: newId(),
    ip: null,
  };
  return { id, email, actor };
}

/** A workspace on a plan of a catalog, with its owner as only member. */
export async function makeWorkspace(owner: TestUser, catalogId = 'headroom', planSlug = 'free') {
  const plan = await db().plan.findUniqueOrThrow({
    where: { catalogId_slug: { catalogId, slug: planSlug } },
  });
  return db().workspace.create({
    data: {
      id: newId(),
      name: 'Acme',
      catalogId,
      planId: plan.id,
      members: { create: { userId: owner.id, role: 'owner' } },
    },
  });
}

/** A new user with this role in the workspace. */
export async function makeMember(workspaceId: string, role: Role): Promise<TestUser> {
  const user = await makeUser();
  await db().member.create({ data: { workspaceId, userId: user.id, role } });
  return user;
}

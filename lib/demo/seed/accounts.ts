import type { Actor } from '../../actor';
import { SYSTEM } from '../../actor';
import { openWorkspace } from '../../auth/open-workspace';
import { hashPassword } from '../../auth/password';
import { change } from '../../changes/change';
import { db } from '../../db/client';
import { newId } from '../../ids';
import { hashSecret, last4, MANAGEMENT_PREFIX, makeSecret } from '../../secret';
import type { Credentials } from '../demo-info';

/** Each of these finds what an interrupted start has made, by e-mail, and makes what is missing. */

export type UserActor = Extract<Actor, { kind: 'user' }>;

export async function ensureUser(
  { email, password }: Credentials,
  name: string,
  platformAdmin = false,
): Promise<UserActor> {
  const passwordHash = await hashPassword(password);
  const user = await db().user.upsert({
    where: { email },
    update: { passwordHash },
    create: { id: newId(), email, name, passwordHash, platformAdmin },
  });
  return { kind: 'user', userId: user.id, name: user.name, platformAdmin, sessionId: newId(), ip: null };
}

/** The owner's workspace, on the lowest plan of its catalog that has keys. */
export async function ensureWorkspace(
  owner: UserActor,
  catalogId: string,
  name: string,
): Promise<{ id: string; plan: string }> {
  const plan = await db().plan.findFirstOrThrow({
    where: { catalogId, apiAccess: true },
    orderBy: { rank: 'asc' },
  });
  const member = await db().member.findFirst({ where: { userId: owner.userId, role: 'owner' } });
  if (member) return { id: member.workspaceId, plan: plan.slug };
  return change(SYSTEM, async (tx) => {
    const { id, audit } = await openWorkspace(tx, { ownerId: owner.userId, name, catalogId });
    await tx.workspace.update({ where: { id }, data: { planId: plan.id } });
    // It began on that plan: the history that members see is read from here.
    const began = { ...audit, after: { name, catalog: catalogId, plan: plan.slug, owner: owner.userId } };
    return { result: { id, plan: plan.slug }, audit: [began], bumps: [] };
  });
}

/** A management token for everything its user may do. */
export async function makeManagementToken(user: UserActor): Promise<string> {
  const secret = makeSecret(MANAGEMENT_PREFIX);
  await db().managementToken.create({
    data: {
      id: newId(),
      userId: user.userId,
      name: 'Demo',
      hash: hashSecret(secret),
      last4: last4(secret),
    },
  });
  return secret;
}

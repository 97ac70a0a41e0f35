import type { Actor } from '../actor';
import { type Access, accessTo, requireRole } from '../auth/access';
import { change } from '../changes/change';
import { lockWorkspace } from '../changes/lock-workspace';
import type { Tx } from '../db/client';
import { AppError } from '../errors';
import { newId } from '../ids';
import { parse } from '../parse';
import { hashSecret, last4, makeSecret } from '../secret';
import { keyColumns } from './key-columns';
import { auditedKey, KEY_INCLUDE, type KeyFacts, keyFacts } from './key-facts';
import { keyWorkspace, requireKeysAllowed } from './key-workspace';
import { createKeyInput } from './schema';

/**
 * A new key. Its secret is in this answer and nowhere else. No revision is raised: nobody can have
 * remembered a key that did not exist.
 * @throws AppError `api_access_not_in_plan`, `workspace_suspended`, `forbidden`, `invalid_request`
 */
export async function createKey(
  actor: Actor,
  workspaceId: string,
  body: unknown,
): Promise<{ facts: KeyFacts; secret: string }> {
  const access = await accessTo(actor, workspaceId);
  requireRole(access, 'developer', 'create keys');
  const input = parse(createKeyInput, body);
  const workspace = await keyWorkspace(workspaceId);
  requireKeysAllowed(workspace, access);
  const columns = await keyColumns(workspace, input, access);
  const secret = makeSecret(workspace.catalog.keyPrefix);
  const facts = await change(actor, async (tx) => {
    // In turn with removals: whoever is gone by then would keep a key that nobody hands over.
    await lockWorkspace(tx, workspaceId);
    const ownerId = await ownerOf(tx, access, input.owner_id);
    const row = await tx.apiKey.create({
      data: {
        ...columns,
        id: newId(),
        workspaceId,
        ownerId,
        name: input.name,
        hash: hashSecret(secret),
        prefix: workspace.catalog.keyPrefix,
        last4: last4(secret),
        createdBy: access.userId,
      },
      include: KEY_INCLUDE,
    });
    const result = keyFacts(row);
    const target = { kind: 'key', id: row.id, name: row.name };
    return {
      result,
      audit: [{ action: 'key.create', workspaceId, target, after: auditedKey(result) }],
      bumps: [],
    };
  });
  return { facts, secret };
}

/** The named member; else the caller, if a member; else the workspace's owner. */
async function ownerOf(tx: Tx, access: Access, asked: string | undefined): Promise<string> {
  const { workspaceId, userId } = access;
  if (asked && asked !== userId) requireRole(access, 'admin', 'create keys for others');
  const named = asked ?? (access.role && !access.acting ? userId : null);
  if (named) {
    const member = await tx.member.findUnique({
      where: { workspaceId_userId: { workspaceId, userId: named } },
    });
    if (member) return named;
    if (!asked) throw new AppError('not_found', 'There is no workspace with this id.');
    throw new AppError(
      'invalid_request',
      'owner_id must be a member of this workspace. Add the person first, or leave it out.',
      { field: 'owner_id' },
    );
  }
  const owner = await tx.member.findFirst({
    where: { workspaceId, role: 'owner' },
    orderBy: { createdAt: 'asc' },
  });
  if (owner) return owner.userId;
  throw new AppError('conflict', 'This workspace has no owner. Name one with owner_id.', {
    field: 'owner_id',
  });
}

import type { Actor } from '../actor';
import { change } from '../changes/change';
import { AppError } from '../errors';
import { newId } from '../ids';
import { parse } from '../parse';
import { hashSecret, last4, MANAGEMENT_PREFIX, makeSecret } from '../secret';
import { accessTo } from './access';
import { requireNotActing } from './acting';
import { type CreatedTokenView, createTokenInput, tokenView } from './token-schema';

/**
 * A management token of the caller's own: it can do what they can, in one workspace or in all of theirs.
 * @throws AppError `forbidden` for a token that is itself bound to one workspace, `not_found` for a foreign one
 */
export async function createToken(actor: Actor, body: unknown): Promise<CreatedTokenView> {
  requireNotActing(actor);
  if (actor.kind === 'system' || (actor.kind === 'token' && actor.workspaceId)) {
    throw new AppError(
      'forbidden',
      'A token that speaks for one workspace cannot make others. Sign in to do so.',
    );
  }
  const { name, workspace_id: workspaceId = null, expires_at } = parse(createTokenInput, body);
  if (workspaceId) await accessTo(actor, workspaceId);
  const expiresAt = expires_at ? new Date(expires_at) : null;
  if (expiresAt && expiresAt.getTime() <= Date.now()) {
    throw new AppError('invalid_request', 'expires_at must lie in the future.', { field: 'expires_at' });
  }
  const secret = makeSecret(MANAGEMENT_PREFIX);
  return change(actor, async (tx) => {
    const row = await tx.managementToken.create({
      data: {
        id: newId(),
        userId: actor.userId,
        workspaceId,
        name,
        hash: hashSecret(secret),
        last4: last4(secret),
        expiresAt,
      },
    });
    const view = tokenView(row);
    const after = { name, workspace_id: workspaceId, expires_at: view.expires_at };
    return {
      result: { ...view, token: secret },
      audit: [{ action: 'token.create', workspaceId, target: { kind: 'token', id: row.id, name }, after }],
      bumps: [],
    };
  });
}

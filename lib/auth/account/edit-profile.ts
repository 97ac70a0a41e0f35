import type { Actor } from '../../actor';
import { change } from '../../changes/change';
import { parse } from '../../parse';
import { requireOwnSession } from './own-session';
import { editProfileInput } from './schema';

/** Changes the name that others see. @throws AppError `forbidden`, `invalid_request` */
export async function editProfile(actor: Actor, body: unknown): Promise<{ name: string }> {
  const { userId } = requireOwnSession(actor);
  const { name } = parse(editProfileInput, body);
  return change(actor, async (tx) => {
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    await tx.user.update({ where: { id: userId }, data: { name } });
    const target = { kind: 'user', id: userId, name: before.email };
    return {
      result: { name },
      audit: [
        { action: 'user.name', workspaceId: null, target, before: { name: before.name }, after: { name } },
      ],
      bumps: [],
    };
  });
}

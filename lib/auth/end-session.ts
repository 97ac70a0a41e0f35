import { change } from '../changes/change';
import type { SessionClaims } from './cookie';
import { loadSession } from './session';

/**
 * Signs a session out: its row is revoked and the revisions of its user's workspaces are raised, so that
 * product routes, which know sessions by revision, refuse it on the next request. Doing it again does nothing.
 */
export async function endSession(claims: SessionClaims, ip: string | null): Promise<void> {
  const session = await loadSession(claims);
  if (!session) return;
  await change({ kind: 'user', ip, ...session }, async (tx) => {
    const memberships = await tx.member.findMany({ where: { userId: session.userId } });
    await tx.session.update({ where: { id: session.sessionId }, data: { revokedAt: new Date() } });
    const target = { kind: 'session', id: session.sessionId, name: session.email };
    return {
      result: undefined,
      audit: [{ action: 'session.end', workspaceId: null, target }],
      bumps: memberships.map(({ workspaceId }) => ({ kind: 'workspace' as const, id: workspaceId })),
    };
  });
}

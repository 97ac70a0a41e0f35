import { db } from '../db/client';
import type { CallerNames } from './summary';
import type { PastRequest } from './traffic';

/** The names of the keys and members who made these requests. */
export async function namesOf(requests: readonly PastRequest[]): Promise<CallerNames> {
  const keyIds = [...new Set(requests.flatMap(({ keyId }) => keyId ?? []))];
  const userIds = [...new Set(requests.map(({ userId }) => userId))];
  const [keys, members] = await Promise.all([
    db().apiKey.findMany({ where: { id: { in: keyIds } }, select: { id: true, name: true, last4: true } }),
    db().user.findMany({ where: { id: { in: userIds } }, select: { id: true, name: true } }),
  ]);
  return {
    keys: new Map(keys.map((key) => [key.id, key])),
    members: new Map(members.map((member) => [member.id, member])),
  };
}

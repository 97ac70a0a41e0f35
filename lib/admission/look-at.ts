import { keyCallers, workspaceCaller } from '../keys/callers';
import type { Principal } from '../keys/principal';
import type { LimitView } from '../plans/schema';
import { limitView } from '../plans/view';
import { look } from './look';

/** Limits with their counters, as the dashboard's gauges show them. */
export interface LookedAt {
  data: LimitView[];
  /** Store time of the look. */
  at: string;
}

async function lookAt(principal: Principal, refresh: () => Promise<Principal>): Promise<LookedAt> {
  const { atMs, limits } = await look({ principal, refresh });
  return { data: limits.map(limitView), at: new Date(atMs).toISOString() };
}

/** The limits of a workspace as this user's browser session meets them. Who may look is checked before. */
export async function lookAtWorkspace(workspaceId: string, userId: string): Promise<LookedAt> {
  const load = () => workspaceCaller(workspaceId, userId);
  return lookAt(await load(), load);
}

/** The limits of keys of one workspace, by key id; unknown ids are left out. */
export async function lookAtKeys(
  workspaceId: string,
  keyIds: readonly string[],
): Promise<Map<string, LookedAt>> {
  const callers = await keyCallers(workspaceId, keyIds);
  const looked = callers.map(async (principal) => {
    const id = principal.keyId ?? '';
    const refresh = async () => (await keyCallers(workspaceId, [id]))[0] ?? principal;
    return [id, await lookAt(principal, refresh)] as const;
  });
  return new Map(await Promise.all(looked));
}

/** The limits of one key; null for an unknown one. */
export const lookAtKey = async (workspaceId: string, keyId: string): Promise<LookedAt | null> =>
  (await lookAtKeys(workspaceId, [keyId])).get(keyId) ?? null;

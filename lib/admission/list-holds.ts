import type { Actor } from '../actor';
import { accessTo, requirePlatformAdmin } from '../auth/access';
import { type Names, namesOf } from '../keys/names';
import type { Hold } from '../limits/holds';
import { parse } from '../parse';
import type { Metric } from '../plans/limit';
import { shardCount, shardOf } from '../redis/keys';
import { type HoldView, holdsQuery, type ListedHoldView } from './hold-schema';
import { openHolds, openOf } from './open-holds';

/**
 * Running requests and what they hold, oldest first: of a workspace for its members, of all for a platform
 * admin.
 * @throws AppError `not_found` for a foreign workspace, `forbidden`, `quota_unavailable`
 */
export async function listHolds(
  actor: Actor,
  query: unknown,
): Promise<{ data: ListedHoldView[]; nextCursor: string | null }> {
  const { workspace, key, cursor, limit } = parse(holdsQuery, query);
  if (workspace) await accessTo(actor, workspace);
  else requirePlatformAdmin(actor, 'list the holds of all workspaces. Name one with ?workspace=');
  const shards = workspace ? [shardOf(workspace)] : Array.from({ length: shardCount() }, (_, shard) => shard);
  // Ids ascend with time, whatever the shard.
  const open = (await openOf(shards))
    .filter(({ workspaceId, id }) => (!workspace || workspaceId === workspace) && (!cursor || id > cursor))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const data: Hold[] = [];
  for (let from = 0; from < open.length && data.length <= limit; from += limit + 1) {
    for (const hold of await openHolds(open.slice(from, from + limit + 1))) {
      if (!key || (hold.facts.keyId ?? 'session') === key) data.push(hold);
    }
  }
  const page = data.slice(0, limit);
  const names = await namesOf(page.map(({ facts }) => facts));
  return {
    data: page.map((hold) => named(holdView(hold), names)),
    nextCursor: data.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

const named = (hold: HoldView, { workspaces, keys, users }: Names): ListedHoldView => ({
  ...hold,
  workspace_name: workspaces.get(hold.workspace_id)?.name ?? null,
  currency: workspaces.get(hold.workspace_id)?.currency ?? null,
  key_name: (hold.key_id && keys.get(hold.key_id)) || null,
  user_name: users.get(hold.user_id) ?? null,
});

/** A hold by ids alone, before what they name is looked up. */
export function holdView({ id, facts, admittedAtMs, leaseEndsAtMs, held, progress }: Hold): HoldView {
  return {
    id,
    workspace_id: facts.workspaceId,
    key_id: facts.keyId,
    user_id: facts.userId,
    resource: facts.resource,
    model: facts.model,
    streamed: facts.streamed,
    admitted_at: new Date(admittedAtMs).toISOString(),
    lease_ends_at: new Date(leaseEndsAtMs).toISOString(),
    held: amounts(held),
    reported: amounts(progress),
  };
}

/** Metrics that the request claims nothing of are left out. */
export const amounts = (all: Record<Metric, number>): Partial<Record<Metric, number>> =>
  Object.fromEntries(Object.entries(all).filter(([, amount]) => amount > 0));

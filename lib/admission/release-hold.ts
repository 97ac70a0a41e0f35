import type { Actor } from '../actor';
import { accessTo, requirePlatformAdmin } from '../auth/access';
import { change } from '../changes/change';
import { AppError } from '../errors';
import { isId } from '../ids';
import type { Hold } from '../limits/holds';
import { endHold } from '../limits/reaper';
import { shardCount, shardOf } from '../redis/keys';
import { promptStore } from '../redis/prompt';
import type { ReleasedHoldView } from './hold-schema';
import { amounts, holdView } from './list-holds';
import { fromStore, openHolds, openOf } from './open-holds';
import { orders } from './orders';
import { stopRunning } from './running';

const missing = () =>
  new AppError('not_found', 'There is no open hold with this id. It may have ended by itself.');

/**
 * Ends a running request's reservation, as if its process had died: it is charged what it last reported,
 * flagged, and its place is free at once. The request itself is stopped here at once, on another instance at
 * its next renewal, within 10 s. What an upstream spends until then is nobody's but ours, so only a platform
 * admin may.
 * @throws AppError `not_found`, `forbidden`, `quota_unavailable`
 */
export async function releaseHold(actor: Actor, id: string): Promise<ReleasedHoldView> {
  const hold = isId(id) ? await findHold(id) : undefined;
  if (!hold) throw missing();
  const { workspaceId } = hold.facts;
  // A foreign hold and a missing one are the same 404.
  await accessTo(actor, workspaceId, 'open hold').catch(() => {
    throw missing();
  });
  requirePlatformAdmin(actor, 'release holds');
  return change(actor, async () => {
    // One that ended and whose settle did not reach the store is charged what it really used.
    const ended = await orders().settleIfOrdered([id]);
    const charged = ended.has(id)
      ? null
      : await fromStore(endHold(promptStore(), shardOf(workspaceId), hold));
    if (!charged) throw missing();
    stopRunning(id);
    const view = holdView(hold);
    return {
      result: { ...view, charged: amounts(charged) },
      audit: [
        {
          action: 'hold.release',
          workspaceId,
          target: { kind: 'request', id, name: hold.facts.model || hold.facts.resource },
          before: { held: view.held },
          after: { charged: amounts(charged) },
        },
      ],
      bumps: [],
    };
  });
}

async function findHold(id: string): Promise<Hold | undefined> {
  const shards = Array.from({ length: shardCount() }, (_, shard) => shard);
  const [hold] = await openHolds((await openOf(shards)).filter((open) => open.id === id));
  return hold;
}

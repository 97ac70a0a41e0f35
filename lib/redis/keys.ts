import { env } from '../env';
import type { Scope } from '../plans/limit';

/** The one file that spells storage keys. A shard's hash tag is its number, so all its keys share a slot. */

/** FNV-1a: a workspace always lives on the same shard. The number of shards is fixed for a store's life. */
export function shardOf(workspaceId: string, shards = env().STORE_SHARDS): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < workspaceId.length; i++) hash = Math.imul(hash ^ workspaceId.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % shards;
}

export const shardCount = (): number => env().STORE_SHARDS;

const tag = (shard: number, prefix = env().STORE_PREFIX) => `${prefix}:{${shard}}`;

export const workspaceRevisionKey = (shard: number, workspaceId: string) =>
  `${tag(shard)}:rev:w:${workspaceId}`;
export const catalogRevisionKey = (shard: number, catalogId: string) => `${tag(shard)}:rev:c:${catalogId}`;
/** What a loader needs to make a missing revision (lib/redis/revision.ts). */
export const ticketKey = (revisionKey: string) => `${revisionKey}:ticket`;
/** Which memory of this shard's counters stands: an opaque name, absent while they are rebuilt. */
export const epochKey = (shard: number) => `${tag(shard)}:epoch`;
/** The rebuild of this shard's counters that is under way. */
export const rebuildKey = (shard: number) => `${tag(shard)}:rebuild`;
/** One reservation while it is open, its tombstone afterwards. */
export const reservationKey = (shard: number, id: string) => `${tag(shard)}:r:${id}`;
/**
 * A reservation among the open ones: with its workspace, so that a workspace's are found without reading
 * them all.
 */
export const openMember = (workspaceId: string, id: string) => `${workspaceId}/${id}`;
/** Open reservations (`openMember`) by the instant at which their lease ends. */
export const openKey = (shard: number) => `${tag(shard)}:open`;
/** Settled reservations on their way to the ledger. */
export const streamKey = (shard: number) => `${tag(shard)}:events`;
/** All counters of one subject. */
export const subjectKey = (shard: number, scope: Scope, subject: string) =>
  `${tag(shard)}:n:${scope}:${subject}`;
/** A subject's rolling counters' older slots, a field each. */
export const ringsKey = (shard: number, scope: Scope, subject: string) =>
  `${subjectKey(shard, scope, subject)}:rings`;
/** The reservation last put back into the store (lua/decide.ts, adopt). */
export const adoptedKey = (shard: number) => `${tag(shard)}:adopted`;
/** Tombstone of a release of stored bytes (lib/limits/release.ts). */
export const releasedKey = (shard: number, id: string) => `${tag(shard)}:released:${id}`;
/** What a request under an Idempotency-Key came to; `once` is a hash of principal, route and key. */
export const onceKey = (shard: number, once: string) => `${tag(shard)}:once:${once}`;
/** A piece of the answer that it came to, where that is long. */
export const onceAnswerKey = (shard: number, once: string, piece: number) =>
  `${onceKey(shard, once)}:${piece}`;
/** How many shards this store's counters are spread over. */
export const shardCountKey = () => `${tag(0)}:shards`;
/** Processes that share this store, by when they last announced themselves. */
export const instancesKey = () => `${tag(0)}:instances`;
/** Prefix for the guards of @upstash/ratelimit. */
export const guardPrefix = (name: string) => `${env().STORE_PREFIX}:guard:${name}`;

import { AppError } from '../errors';
import { catalogRevisionKey, shardCount, shardOf, workspaceRevisionKey } from './keys';
import { script } from './script';
import { store } from './store';

export type RevisionKind = 'workspace' | 'catalog';

// KEYS[1] the revision; ARGV[1] the revision of the change. Raises to the maximum, and only what exists:
// an absent one makes every decision answer `unknown`, so its loader reads the change anyway.
const RAISE = script(`
local rev = tonumber(ARGV[1])
local stored = redis.call('GET', KEYS[1])
if stored and tonumber(stored) < rev then redis.call('SET', KEYS[1], ARGV[1]) end
return 1`);

/**
 * Raises the store's revision to at least `rev` wherever it is kept. Once this resolves, every
 * instance's next decision on the old policy answers `stale`.
 * @throws when the store cannot be reached.
 */
export async function raiseRevision(kind: RevisionKind, subjectId: string, rev: number): Promise<void> {
  await Promise.all(revisionKeys(kind, subjectId).map((key) => store().evaluate(RAISE, [key], [rev])));
}

// A missing revision is made only by a loader that holds the row: see lib/keys/load-policy.ts.
const CREATE = script(`
if redis.call('SET', KEYS[1], ARGV[1], 'NX') then return tonumber(ARGV[1]) end
return tonumber(redis.call('GET', KEYS[1]))`);

/**
 * Creates a revision where it is absent. Call it while holding the row `FOR SHARE`, so that no writer
 * can commit between the read and the creation.
 * @throws AppError `quota_unavailable` where the store does not answer
 */
export async function createRevision(key: string, rev: number): Promise<void> {
  try {
    await store().evaluate(CREATE, [key], [rev]);
  } catch (error) {
    throw new AppError(
      'quota_unavailable',
      'The counter store cannot be reached, so limits cannot be checked right now. Try again in a few seconds.',
      { cause: error instanceof Error ? error.name : 'unknown' },
    );
  }
}

function revisionKeys(kind: RevisionKind, subjectId: string): string[] {
  if (kind === 'workspace') return [workspaceRevisionKey(shardOf(subjectId), subjectId)];
  return Array.from({ length: shardCount() }, (_, shard) => catalogRevisionKey(shard, subjectId));
}

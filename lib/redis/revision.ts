import { newId } from '../ids';
import { stateAtHand } from '../process-state';
import { Deadline } from './deadline';
import { catalogRevisionKey, epochKey, shardCount, shardOf, ticketKey, workspaceRevisionKey } from './keys';
import { promptStore } from './prompt';
import { script } from './script';
import { store } from './store';

/**
 * Revisions of policies in the store: what makes a change be in force on the next request everywhere.
 *
 * A revision is `<rev>:<epoch>`, and counts as absent under another epoch: what a store that lost its
 * memory brings back says nothing. A writer raises it after its commit, before it answers. A loader may
 * make a missing one, with a ticket that it took before it read the policy; every raise tears the ticket
 * up. So a command that arrives late, from a loader that gave up long ago, brings no older revision back:
 * holding the row `FOR SHARE` cannot see to that alone, for the lock ends with the loader.
 *
 * Bound: before a rebuild there is no epoch. A store that loses its newest writes a second time, soon after
 * that, may bring back a revision from then, for up to 30 s, which is the age of a policy.
 *
 * lib/changes/revision-protocol.integration.test.ts walks through all interleavings.
 *
 * KEYS of all three scripts: 1 revision   2 ticket   3 epoch
 */
export type RevisionKind = 'workspace' | 'catalog';

/** Writers are few and wait longer than callers: a store that is merely busy shall not leave a change pending. */
const raising = new Deadline(2000);

/** Long enough for any load, short enough to leave nothing behind. */
const TICKET_MS = 30_000;

const READ = `
local epoch = redis.call('GET', KEYS[3]) or ''
local stored = redis.call('GET', KEYS[1])
local number, stamp = string.match(stored or '', '^(%d+):(.*)$')
number = tonumber(number)
`;

// ARGV 1 a fresh name. Answers a ticket, or '' where the revision stands. Loaders at the same time share
// one. A ticket of another epoch is worth nothing.
const TICKET = script(`${READ}
if stamp == epoch then return '' end
local ticket = redis.call('GET', KEYS[2])
if ticket and string.match(ticket, ':(.*)$') == epoch then return ticket end
-- With the store's time: a command that arrives twice makes two tickets.
local time = redis.call('TIME')
ticket = ARGV[1] .. '.' .. time[1] .. '.' .. time[2] .. ':' .. epoch
redis.call('SET', KEYS[2], ticket, 'PX', ${TICKET_MS})
return ticket`);

// ARGV 1 revision, committed   2 ticket. Answers 1, or 0 where the ticket does not hold any more.
const CREATE = script(`${READ}
local rev = tonumber(ARGV[1])
if stamp == epoch then
  if number < rev then redis.call('SET', KEYS[1], ARGV[1] .. ':' .. epoch) end
  return 1
end
local ticket = redis.call('GET', KEYS[2])
if not ticket or ticket ~= ARGV[2] or string.match(ticket, ':(.*)$') ~= epoch then return 0 end
redis.call('SET', KEYS[1], ARGV[1] .. ':' .. epoch)
redis.call('DEL', KEYS[2])
return 1`);

// ARGV 1 revision, committed. Raises to the maximum, and only what exists: an absent one makes every
// decision answer `unknown`, so its loader reads the change anyway. The stamp stays: a late raise must
// not make valid again what another epoch left behind.
const RAISE = script(`${READ}
redis.call('DEL', KEYS[2])
if number and number < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1] .. ':' .. stamp) end
return 1`);

const here = stateAtHand('raises', () => ({ count: 0 }));

/** How many revisions this process has raised: what it remembers from before one may be outdated. */
export const raisesHere = (): number => here().count;

/**
 * Raises the store's revision to at least `rev` wherever it is kept. Once this resolves, every
 * instance's next decision under the policy before it is answered `outdated`.
 * @throws when the store cannot be reached.
 */
export async function raiseRevision(kind: RevisionKind, subjectId: string, rev: number): Promise<void> {
  const shards =
    kind === 'workspace' ? [shardOf(subjectId)] : Array.from({ length: shardCount() }, (_, shard) => shard);
  await Promise.all(
    shards.map((shard) =>
      raising.within(store().evaluate(RAISE, revisionKeys(kind, shard, subjectId), [rev])),
    ),
  );
  here().count++;
}

/**
 * What a loader needs to make a revision that is missing. Take it before anything of the policy is read.
 * @returns '' where the revision stands
 * @throws when the store cannot be reached.
 */
export async function revisionTicket(kind: RevisionKind, shard: number, subjectId: string): Promise<string> {
  const keys = revisionKeys(kind, shard, subjectId);
  return String(await promptStore().evaluate(TICKET, keys, [`t${newId()}`]));
}

/**
 * Makes a missing revision. `rev` is a committed one, read together with the policy after the ticket was
 * taken, and the row still held `FOR SHARE`.
 * @returns false where a change came in between, or the store lost its memory: the policy is to be read anew,
 * as its next decision will say
 * @throws when the store cannot be reached.
 */
export async function createRevision(
  kind: RevisionKind,
  shard: number,
  subjectId: string,
  rev: number,
  ticket: string,
): Promise<boolean> {
  return (await promptStore().evaluate(CREATE, revisionKeys(kind, shard, subjectId), [rev, ticket])) === 1;
}

function revisionKeys(kind: RevisionKind, shard: number, subjectId: string): string[] {
  const key =
    kind === 'workspace' ? workspaceRevisionKey(shard, subjectId) : catalogRevisionKey(shard, subjectId);
  return [key, ticketKey(key), epochKey(shard)];
}

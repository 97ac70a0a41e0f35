import { type ClientBase, DatabaseError } from 'pg';
import { newId } from '../ids';
import { BEFORE_ALL, compareIds } from '../redis/stream-id';
import { type LedgerEvent, parseEntry } from './ledger-event';
import type { Cursors, StreamEntry } from './streams';
import { inTransaction } from './transaction';
import { ensureMonths, lockLedger, writeEvents } from './write-events';

/**
 * Takes stream entries into the ledger: events, rollups, dead letters and the shards' cursors in one
 * transaction. An entry at or before its cursor was taken already and is skipped, so it counts once
 * however often it is delivered, by however many readers.
 */

/** Where a test may make the consumer fail. */
export type Step = 'read' | 'locked' | 'written' | 'moved' | 'committed' | 'trimmed';
export type AtStep = (step: Step) => void | Promise<void>;

type Parsed = StreamEntry & ({ event: LedgerEvent } | { error: string });

/**
 * Entries of one shard must stand in order.
 * @returns the cursors as they stand after the commit, for the shards of the entries.
 */
export async function writeEntries(
  client: ClientBase,
  entries: readonly StreamEntry[],
  atStep: AtStep = () => {},
): Promise<Cursors> {
  return write(client, entries.map(parse), atStep);
}

function parse(entry: StreamEntry): Parsed {
  try {
    return { ...entry, event: parseEntry(entry.fields) };
  } catch (error) {
    return { ...entry, error: String(error) };
  }
}

async function write(client: ClientBase, entries: readonly Parsed[], atStep: AtStep): Promise<Cursors> {
  try {
    return await writeTogether(client, entries, atStep);
  } catch (error) {
    if (!isPoison(error)) throw error;
    const [only] = entries;
    if (entries.length === 1 && only) {
      return writeTogether(client, [{ ...only, error: String(error), event: undefined }], atStep);
    }
    // PostgreSQL refuses something that we took for valid: halve until it stands alone.
    const middle = Math.ceil(entries.length / 2);
    const first = await write(client, entries.slice(0, middle), atStep);
    const second = await write(client, entries.slice(middle), atStep);
    return new Map([...first, ...second]);
  }
}

/** Classes 22 and 23: the data is at fault, so trying again would stop the stream for ever. */
const isPoison = (error: unknown) =>
  error instanceof DatabaseError && (error.code?.startsWith('22') || error.code?.startsWith('23'));

type Unwritable = StreamEntry & { error: string; event?: undefined };

async function writeTogether(
  client: ClientBase,
  entries: readonly (Parsed | Unwritable)[],
  atStep: AtStep,
): Promise<Cursors> {
  await ensureMonths(client, eventsOf(entries));
  const cursors = await inTransaction(client, async () => {
    await lockLedger(client);
    const before = await readCursors(client);
    await atStep('locked');
    const fresh = entries.filter((e) => compareIds(e.streamId, before.get(e.shard) ?? BEFORE_ALL) > 0);
    await writeEvents(client, eventsOf(fresh));
    await writeDeadLetters(client, fresh);
    await atStep('written');
    const after = new Map(entries.map((e) => [e.shard, before.get(e.shard) ?? BEFORE_ALL]));
    for (const entry of fresh) after.set(entry.shard, entry.streamId);
    await moveCursors(client, after);
    await atStep('moved');
    return after;
  });
  await atStep('committed');
  return cursors;
}

const eventsOf = (entries: readonly (Parsed | Unwritable)[]) =>
  entries.flatMap((entry) => ('event' in entry && entry.event ? [entry.event] : []));

/** Where each shard's stream was read up to, by the ledger. */
export async function readCursors(client: ClientBase): Promise<Map<number, string>> {
  const { rows } = await client.query<{ shard: number; last_id: string }>(
    'SELECT shard, last_id FROM stream_cursors',
  );
  return new Map(rows.map((row) => [row.shard, row.last_id]));
}

async function moveCursors(client: ClientBase, cursors: Cursors): Promise<void> {
  await client.query(
    `INSERT INTO stream_cursors (shard, last_id) SELECT * FROM unnest($1::int[], $2::text[])
     ON CONFLICT (shard) DO UPDATE SET last_id = excluded.last_id`,
    [[...cursors.keys()], [...cursors.values()]],
  );
}

const PAYLOAD_CHARACTERS = 65_536;
const storable = (value: string) => value.replaceAll('\0', '\uFFFD').slice(0, PAYLOAD_CHARACTERS);

async function writeDeadLetters(
  client: ClientBase,
  entries: readonly (Parsed | Unwritable)[],
): Promise<void> {
  const dead = entries.flatMap((entry) => ('error' in entry ? [entry] : []));
  if (dead.length === 0) return;
  await client.query(
    `INSERT INTO dead_letters (id, shard, stream_id, payload, error)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[])
     ON CONFLICT (shard, stream_id) DO NOTHING`,
    [
      dead.map(() => newId()),
      dead.map((entry) => entry.shard),
      dead.map((entry) => entry.streamId),
      dead.map((entry) => storable(JSON.stringify(entry.fields))),
      dead.map((entry) => storable(entry.error)),
    ],
  );
}

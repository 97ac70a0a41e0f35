import { shardCount, streamKey } from '../redis/keys';
import { promptStore } from '../redis/prompt';
import { type Store, store } from '../redis/store';
import { BEFORE_ALL } from '../redis/stream-id';

/** Reading and trimming the shards' streams: the only place of the ledger that talks to the store. */

export interface StreamEntry {
  shard: number;
  streamId: string;
  /** Fields and values in turn. */
  fields: string[];
}

/** Where reading stands: the last entry of each shard that is in the ledger. Absent: none yet. */
export type Cursors = ReadonlyMap<number, string>;

/** One call for each shard: their streams may live on different nodes. */
const perShard = <T>(call: (shard: number, from: Store) => Promise<T>) => {
  const from = store();
  return Promise.all(Array.from({ length: shardCount() }, (_, shard) => call(shard, from)));
};

const entriesOf = (reply: unknown, shard: number): StreamEntry[] =>
  ((reply ?? []) as [string, unknown[]][]).map(([streamId, fields]) => ({
    shard,
    streamId: String(streamId),
    fields: fields.map(String),
  }));

/** Up to `count` entries of each shard after its cursor; a shard's entries stand together, oldest first. */
export async function readStreams(cursors: Cursors, count: number): Promise<StreamEntry[]> {
  const read = await perShard(async (shard, from) => {
    const after = `(${cursors.get(shard) ?? BEFORE_ALL}`;
    const [reply] = await from.pipeline([['XRANGE', streamKey(shard), after, '+', 'COUNT', count]]);
    return entriesOf(reply, shard);
  });
  return read.flat();
}

/** Drops what the ledger holds, up to and including the cursors. */
export async function trimStreams(cursors: Cursors): Promise<void> {
  await Promise.all(
    [...cursors].map(([shard, streamId]) =>
      store().pipeline([['XTRIM', streamKey(shard), 'MINID', following(streamId)]]),
    ),
  );
}

function following(streamId: string): string {
  const [ms, seq = '0'] = streamId.split('-');
  return `${ms}-${BigInt(seq) + 1n}`;
}

/** The newest entry of each shard that has any. */
export async function newestEntries(): Promise<Map<number, string>> {
  const newest = await perShard(async (shard, from) => {
    const [reply] = await from.pipeline([['XREVRANGE', streamKey(shard), '+', '-', 'COUNT', 1]]);
    return entriesOf(reply, shard);
  });
  return new Map(newest.flat().map((entry) => [entry.shard, entry.streamId]));
}

/** How many entries wait in all streams, and the store's time (ms) of the oldest. */
export async function backlog(): Promise<{ entries: number; oldestMs: number | null }> {
  const shards = await perShard(async (shard, from) => {
    const key = streamKey(shard);
    const [length, oldest] = await from.pipeline([
      ['XLEN', key],
      ['XRANGE', key, '-', '+', 'COUNT', 1],
    ]);
    return { length: Number(length), oldest: entriesOf(oldest, shard)[0]?.streamId };
  });
  const times = shards.flatMap(({ oldest }) => (oldest ? [Number(oldest.split('-')[0])] : []));
  return {
    entries: shards.reduce((total, { length }) => total + length, 0),
    oldestMs: times.length > 0 ? Math.min(...times) : null,
  };
}

const PAGE = 1000;

/** All entries of one shard. */
export async function readStream(shard: number, from: Store = promptStore()): Promise<StreamEntry[]> {
  const entries: StreamEntry[] = [];
  for (;;) {
    const after = `(${entries.at(-1)?.streamId ?? BEFORE_ALL}`;
    const [reply] = await from.pipeline([['XRANGE', streamKey(shard), after, '+', 'COUNT', PAGE]]);
    const page = entriesOf(reply, shard);
    entries.push(...page);
    if (page.length < PAGE) return entries;
  }
}

/** The id of the newest entry a shard's stream ever had, trimmed or not. */
export async function lastStreamId(shard: number, from: Store = promptStore()): Promise<string> {
  try {
    const [reply] = await from.pipeline([['XINFO', 'STREAM', streamKey(shard)]]);
    const info = (reply as unknown[]).map(String);
    return info[info.indexOf('last-generated-id') + 1] ?? BEFORE_ALL;
  } catch (error) {
    // A shard that never settled anything has no stream.
    if (String(error).includes('no such key')) return BEFORE_ALL;
    throw error;
  }
}

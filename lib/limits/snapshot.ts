import type { Scope } from '../plans/limit';
import {
  epochKey,
  openKey,
  openMember,
  reservationKey,
  ringsKey,
  shardOf,
  streamKey,
  subjectKey,
} from '../redis/keys';
import type { Store } from '../redis/store';
import type { CounterCode } from './counter';
import { type Hold, openIn, readHold } from './holds';
import { FORGET, SNAPSHOT } from './lua/snapshot';
import { readStored, type StoredCounters } from './stored';

/** Whose counters. */
export interface SubjectName {
  scope: Scope;
  /** As `subjectsOf` (lib/plans) spells it. */
  subject: string;
}

/** A workspace's counters and open reservations at one instant. */
export interface Snapshot {
  /** Store time. */
  atMs: number;
  /** The end of the shard's stream then. */
  streamId: string;
  /** In the order asked; null where the store has none. */
  counters: (StoredCounters | null)[];
  /** The workspace's open reservations. */
  holds: Hold[];
}

/** New requests begin between two of our calls: asked so often before we say that it is too busy. */
const ATTEMPTS = 20;
const OPEN = 1;

/**
 * What the store holds of some subjects of one workspace, as of one instant.
 * @returns `rebuilding` while the shard's memory is rebuilt, `busy` where it would not stand still
 */
export async function takeSnapshot(
  store: Store,
  workspaceId: string,
  subjects: readonly SubjectName[],
): Promise<Snapshot | 'rebuilding' | 'busy'> {
  const shard = shardOf(workspaceId);
  const prefix = openMember(workspaceId, '');
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const open = (await openIn(store, shard)).filter((one) => one.workspaceId === workspaceId);
    const keys = [
      epochKey(shard),
      openKey(shard),
      streamKey(shard),
      ...subjects.map(({ scope, subject }) => subjectKey(shard, scope, subject)),
      ...subjects.map(({ scope, subject }) => ringsKey(shard, scope, subject)),
      ...open.map(({ id }) => reservationKey(shard, id)),
    ];
    const members = open.map(({ id }) => openMember(workspaceId, id));
    const reply = (await store.evaluate(SNAPSHOT, keys, [subjects.length, prefix, ...members])) as [
      number,
      number,
      string,
      (number | number[])[][],
      (number | string)[][],
    ];
    const [state, atMs, streamId, counters, holds] = reply;
    if (state === 2) return 'rebuilding';
    if (state !== 1) continue;
    return {
      atMs,
      streamId,
      counters: counters.map(readStored),
      holds: holds.flatMap((answer, i) => {
        const hold = answer[0] === OPEN ? readHold(open[i]?.id ?? '', answer) : null;
        return hold ? [hold] : [];
      }),
    };
  }
  return 'busy';
}

/**
 * Has counters of a subject made anew from the ledger and the open reservations when they are next needed.
 * @returns how many there were
 */
export async function forgetCounters(
  store: Store,
  workspaceId: string,
  { scope, subject }: SubjectName,
  counters: readonly CounterCode[],
): Promise<number> {
  const shard = shardOf(workspaceId);
  const keys = [subjectKey(shard, scope, subject), ringsKey(shard, scope, subject), epochKey(shard)];
  return Number(
    await store.evaluate(
      FORGET,
      keys,
      counters.flatMap(({ desc, window }) => [desc, window]),
    ),
  );
}

import { AppError } from '../errors';
import type { Once } from '../limits/decision';
import { log } from '../log';
import { processState } from '../process-state';
import { Deadline } from '../redis/deadline';
import { onceAnswerKey } from '../redis/keys';
import { type Store, store } from '../redis/store';

/**
 * A longer answer does not travel with its settle, which has 100 ms and shares its request with other calls;
 * nor by the prompt store, where a large answer that is late would pass for a store that is down.
 */
const SHORT = 64 << 10;
/** Some plans of Upstash take 1 MB a request; JSON makes at most 6 bytes of a letter. */
const PIECE = /[\s\S]{1,65536}/gu;
/** Longer than the key itself, so that no key points to pieces that have gone. */
const KEPT_MS = 25 * 3_600_000;
const WITHIN_MS = 2_000;

const LONG = /^(\d+) pieces$/;

/** The key that the pieces belong to. */
export interface Place {
  shard: number;
  once: Once;
}

const patience = () =>
  processState('long answers', () => ({ deadline: new Deadline(WITHIN_MS), last: settled }));
const settled: Promise<unknown> = Promise.resolve();

/**
 * Puts a long answer into the store, in pieces, ahead of its settle. @param kept what `keep` made of it
 * @returns what to settle with instead; undefined (not to be given again) where the store does not take it
 */
export async function putAway(
  { shard, once }: Place,
  kept: string | null | undefined,
  into: Store = store(),
): Promise<string | null | undefined> {
  if (typeof kept !== 'string' || kept.length <= SHORT) return kept;
  const pieces = kept.match(PIECE) ?? [];
  const { deadline, last } = patience();
  const write = async () => {
    for (const [i, piece] of pieces.entries())
      await into.pipeline([['SET', onceAnswerKey(shard, once.key, i), piece, 'PX', KEPT_MS]]);
  };
  // One piece at a time from this process: two in one request could be too large for it.
  const writing = last.then(write);
  patience().last = writing.catch(() => undefined);
  try {
    await deadline.within(writing);
    return `${pieces.length} pieces`;
  } catch (error) {
    log().warn({ err: error }, 'the store did not take a long answer; it cannot be given again');
    return undefined;
  }
}

/** The whole of an answer that was kept. @throws AppError `not_replayable`, `quota_unavailable` */
export async function bringBack(
  { shard, once }: Place,
  answer: string,
  from: Store = store(),
): Promise<string> {
  const count = LONG.exec(answer)?.[1];
  if (count === undefined) return answer;
  const asks = Array.from({ length: Number(count) }, (_, i) => ['GET', onceAnswerKey(shard, once.key, i)]);
  const pieces = await patience()
    .deadline.within(from.pipeline(asks))
    .catch(() => {
      throw new AppError('quota_unavailable', 'The answer cannot be read right now. Try again shortly.');
    });
  if (!pieces.every((piece) => typeof piece === 'string')) {
    throw new AppError('not_replayable', 'The answer to this Idempotency-Key is no longer whole.');
  }
  return pieces.join('');
}

import { newId } from '../ids';
import type { Caller } from '../limits/call';
import type { Decision } from '../limits/decision';
import type { Engine, Reservation } from '../limits/engine';
import type { EventFacts } from '../limits/event';
import type { LedgerSource, UsedPiece } from '../limits/fill';
import type { Limit } from '../plans/limit';
import { subjectsOf } from '../plans/subjects';
import { streamKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { makeRevisions } from './revision';

/** A ledger that knows these pieces and has read the whole stream, also what of it is trimmed. */
export const ledgerWith =
  (store: Store, pieces: UsedPiece[]): LedgerSource =>
  async ({ shard }) => {
    const [exists] = await store.pipeline([['EXISTS', streamKey(shard)]]);
    if (exists === 0) return { pieces, streamId: '0-0' };
    const [info] = (await store.pipeline([['XINFO', 'STREAM', streamKey(shard)]])) as [unknown[]];
    return { pieces, streamId: String(info[info.indexOf('last-generated-id') + 1]) };
  };

export interface TestCaller {
  caller: Caller;
  facts: EventFacts;
}

/** A caller under these limits, in a workspace of its own, with its revisions in the store. */
export async function callerWith(limits: Limit[]): Promise<TestCaller> {
  const ids = { workspaceId: newId(), keyId: newId(), userId: newId() };
  await makeRevisions(ids.workspaceId, 'test');
  const { workspaceId } = ids;
  const caller = { workspaceId, catalogId: 'test', rev: 1, catalogRev: 1, subjects: subjectsOf(ids), limits };
  return { caller, facts: { ...FACTS, ...ids } };
}

/** The decision in the engine's answer. @throws Error where it is another answer */
export function decided(
  answer: Awaited<ReturnType<Engine['decide']>>,
): Decision & { reservation: Reservation } {
  if ('admitted' in answer) return answer;
  throw new Error(`no decision: ${JSON.stringify(answer)}`);
}

/** A usage event's facts as the engine gets them, of nobody. */
export const FACTS: EventFacts = {
  workspaceId: '',
  keyId: null,
  userId: '',
  resource: 'chat',
  model: 'm',
  outcome: 'ok',
  status: 200,
  streamed: false,
  tokensIn: 0,
  tokensOut: 0,
  estimated: false,
  priceVersion: 1,
  durationMs: 1,
  firstByteMs: null,
};

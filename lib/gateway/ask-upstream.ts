import type { Run } from '../admission/work';
import type { BegunAnswer } from './begun-answer';
import { chargeUse, type MediaCall, refundUse } from './meter';
import { callUpstream, type UpstreamCall } from './upstream';
import { brokenAnswer, failureOf, stoppedBy } from './upstream-error';
import { isRefusal, refusalOf } from './upstream-refusal';

/** What is sent; the rest of the call is the same for all. */
export type Asked = Pick<UpstreamCall, 'path' | 'body' | 'accept'>;

/**
 * Asks a call's upstream and answers by `read`. What fails is refunded and told in our own words; where the
 * client has left after it was sent, or we ended it, the work was most likely done: it is charged as an estimate.
 * @param read makes the answer of a 2xx; what it throws is a failure of the upstream
 */
export async function askUpstream(
  call: MediaCall,
  asked: Asked,
  read: (answer: BegunAnswer, firstByteMs: number) => Promise<Run>,
): Promise<Run> {
  const { model, context, likely, startedMs } = call;
  const { signal, requestId } = context;
  if (signal.aborted) return { error: brokenAnswer('was not asked for'), outcome: refundUse(call, false) };
  // If this process dies, the work was most likely done.
  context.running.follow({
    progress: () => chargeUse(call, 'unknown', likely, { estimated: true }),
    renewed: () => undefined,
  });
  let answer: BegunAnswer | null = null;
  try {
    answer = await callUpstream({ ...asked, upstream: model.upstream, requestId, signal });
    if (isRefusal(answer)) {
      return { error: await refusalOf(model.upstream, answer), outcome: refundUse(call, true) };
    }
    return await read(answer, Math.round(performance.now() - startedMs));
  } catch (thrown) {
    answer?.body.release(); // what is no answer is not waited for
    const failure = failureOf(thrown);
    const stopped = stoppedBy(signal, thrown);
    const sent = answer !== null || failure.sent || stopped?.sent === true;
    if (stopped && sent) {
      return { error: failure.error, outcome: chargeUse(call, stopped.end, likely, { estimated: true }) };
    }
    return { error: failure.error, outcome: refundUse(call, sent) };
  }
}

import type { Outcome, Run } from '../admission/work';
import { isEventStream } from './answer-type';
import type { BegunAnswer } from './begun-answer';
import { type ChatCall, ceilingOf, charge, refund } from './chat-call';
import { kindOf } from './first-hold';
import { GrowingHold } from './growing-hold';
import { noteHiddenTokens } from './hidden-tokens';
import { Hold } from './hold';
import { type StreamEnd, StreamRelay } from './relay';
import type { RelayedOutput } from './relayed-output';
import { brokenAnswer } from './upstream-error';
import { usualOutput } from './usual-output';

/** What a stream is charged: what the upstream reported, else our own count of what was relayed. */
function outcomeOf(call: ChatCall, stream: StreamEnd, output: RelayedOutput): Outcome {
  const { end, usage, firstByteMs } = stream;
  const outcome = end === 'complete' ? 'ok' : end;
  if (usage && end !== 'stopped') return charge(call, outcome, usage, { firstByteMs });
  if (end === 'upstream_error' && output.isEmpty) return { ...refund(call, true), firstByteMs };
  const tokensOut = Math.max(end === 'complete' ? 1 : 0, output.tokens());
  const counted = { tokensIn: call.input.likely, tokensOut };
  return charge(call, outcome, counted, { estimated: true, firstByteMs });
}

/** What a good end teaches: what such answers need to hold, and whether there was more than could be seen. */
async function learn(call: ChatCall, { end, usage }: StreamEnd, growing: GrowingHold): Promise<void> {
  const { hold } = growing;
  if (end !== 'complete') return;
  const { model, chat, context } = call;
  usualOutput().record(kindOf(context.principal.subjects.key, model), Math.ceil(hold.needed / chat.n));
  if (!usage || usage.tokensOut <= hold.bound) return;
  noteHiddenTokens(model);
  // It can be charged only as far as it is held.
  if (usage.tokensOut > hold.held) await growing.grow(Math.min(usage.tokensOut, hold.ceiling));
}

/** Answers with the upstream's event stream, relayed as it comes. */
export function answerStream(call: ChatCall, answer: BegunAnswer): Run {
  if (!isEventStream(answer)) {
    answer.body.release();
    throw brokenAnswer('is not a stream');
  }
  const { chat, context, startedMs } = call;
  const { running } = context;
  const ceiling = ceilingOf(call);
  const hold = new Hold(context.granted ?? ceiling, ceiling);
  const growing = new GrowingHold(hold, (toUnits) => running.grow(toUnits));
  const { body, finished, output } = new StreamRelay({
    source: answer.body,
    signal: context.signal,
    startedMs,
    model: chat.model,
    includeUsage: chat.includeUsage,
    choices: chat.n,
    settled: context.settled,
    hold: growing,
    isCurrent: () => running.isCurrent(),
    async whyCutShort() {
      if (ceiling >= call.clamp) return null;
      // The limits left it fewer tokens than it might have had: it is told by which one, if that still stands.
      const growth = await running.grow(ceiling + 1);
      return 'refusal' in growth ? growth : null;
    },
  });
  running.follow({
    progress() {
      const soFar = { tokensIn: call.input.likely, tokensOut: output.tokens() };
      const { actual, tokensIn, tokensOut } = charge(call, 'unknown', soFar);
      return { actual, tokensIn, tokensOut };
    },
    renewed: () => growing.askAgain(),
  });
  return {
    status: 200,
    // no-transform and X-Accel-Buffering: proxies must not hold events back
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
    body,
    finished: finished.then(async (stream) => {
      await learn(call, stream, growing);
      return outcomeOf(call, stream, output);
    }),
  };
}

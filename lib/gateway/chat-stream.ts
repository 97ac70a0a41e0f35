import type { Dispatcher } from 'undici';
import type { Outcome, Run } from '../admission/work';
import { type ChatCall, charge, refund } from './chat-call';
import { countOutput } from './completion';
import { type StreamEnd, StreamRelay } from './relay';
import { brokenAnswer } from './upstream-error';

/** What a stream is charged: what the upstream reported, else our own count of what it put out. */
function outcomeOf(call: ChatCall, stream: StreamEnd): Outcome {
  const { end, usage, output, firstByteMs } = stream;
  if (usage) return charge(call, end === 'complete' ? 'ok' : end, usage, { firstByteMs });
  if (end === 'upstream_error' && output.length === 0) return { ...refund(call, true), firstByteMs };
  const tokensOut = Math.max(end === 'complete' ? 1 : 0, countOutput(output));
  const counted = { tokensIn: call.input.likely, tokensOut };
  return charge(call, end === 'complete' ? 'ok' : end, counted, { estimated: true, firstByteMs });
}

/** Answers with the upstream's event stream, relayed as it comes. */
export function answerStream(call: ChatCall, answer: Dispatcher.ResponseData): Run {
  const type = String(answer.headers['content-type'] ?? '');
  if (!type.startsWith('text/event-stream')) {
    answer.body.on('error', () => undefined).destroy();
    throw brokenAnswer('is not a stream');
  }
  const { chat, context, startedMs } = call;
  const { body, finished } = new StreamRelay({
    source: answer.body,
    signal: context.signal,
    startedMs,
    model: chat.model,
    includeUsage: chat.includeUsage,
    choices: chat.n,
    settled: context.settled,
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
    finished: finished.then((stream) => outcomeOf(call, stream)),
  };
}

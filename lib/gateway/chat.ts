import type { Run, Work } from '../admission/work';
import { AppError } from '../errors';
import type { Claim } from '../limits/decision';
import { type ChatCall, charge, refund, upstreamBody } from './chat-call';
import { answerPlain } from './chat-plain';
import { type ChatRequest, readChatRequest } from './chat-request';
import { answerStream } from './chat-stream';
import { estimateInput, type InputEstimate } from './estimate';
import { firstHold } from './first-hold';
import { findModel, type GatewayModel } from './models';
import { callForWhole, callUpstream } from './upstream';
import { brokenAnswer, failureOf, stoppedBy } from './upstream-error';
import { isRefusal, MAX_ERROR_BYTES, refusalOf, refusalWith } from './upstream-refusal';

const MOST_BYTES = { answer: 32 << 20, refusal: MAX_ERROR_BYTES };

/**
 * What a chat completion claims: one request, the prompt's tokens held at their bound, and output tokens
 * from one a choice up to what is held at first.
 */
function claimOf(chat: ChatRequest, model: GatewayModel, input: InputEstimate, wish: number): Claim {
  const held = Math.min(input.bound, model.contextTokens); // no upstream reads more than its context
  return {
    resource: 'chat',
    amounts: {
      requests: { base: 1 },
      tokens: { base: held * model.weight, per: model.weight },
      cost: { base: held * model.inputPrice, per: model.outputPrice, divisor: 1_000_000 },
    },
    units: { minimum: chat.n, wish },
  };
}

async function send(call: ChatCall): Promise<Run> {
  const { context, chat, model } = call;
  if (context.signal.aborted)
    return { error: brokenAnswer('was not asked for'), outcome: refund(call, false) };
  let sent = false;
  try {
    const asked = {
      upstream: model.upstream,
      path: '/chat/completions',
      body: upstreamBody(call),
      accept: chat.stream ? 'text/event-stream' : 'application/json',
      requestId: context.requestId,
      signal: context.signal,
    };
    if (!chat.stream) {
      const answer = await callForWhole(asked, MOST_BYTES);
      sent = true;
      if (!isRefusal(answer)) return answerPlain(call, answer);
      const error = refusalWith(model.upstream, answer, String(answer.bytes));
      return { error, outcome: refund(call, true) };
    }
    const answer = await callUpstream(asked);
    sent = true;
    if (isRefusal(answer)) {
      return { error: await refusalOf(model.upstream, answer), outcome: refund(call, true) };
    }
    return answerStream(call, answer);
  } catch (thrown) {
    const failure = failureOf(thrown);
    const stopped = stoppedBy(context.signal, thrown);
    if (stopped && (sent || stopped.sent || failure.sent)) {
      // The prompt was read, most likely; of an answer that nobody waited for nothing is known.
      const usage = { tokensIn: call.input.likely, tokensOut: 0 };
      return { error: failure.error, outcome: charge(call, stopped.end, usage, { estimated: true }) };
    }
    return { error: failure.error, outcome: refund(call, sent || failure.sent) };
  }
}

/** `POST /v1/chat/completions`, plain and streamed, behind admission. */
export const chatWork: Work<ChatRequest> = {
  resource: 'chat',
  read: readChatRequest,
  async prepare(chat, principal) {
    const model = await findModel(principal, chat.model, 'chat');
    const input = estimateInput(chat.body);
    if (input.likely > model.contextTokens) {
      throw new AppError(
        'invalid_request',
        `The messages are about ${input.likely.toLocaleString('en')} tokens; ${chat.model} takes ${model.contextTokens.toLocaleString('en')}. Shorten them.`,
        { param: 'messages' },
      );
    }
    const perChoice = Math.min(chat.maxTokens ?? model.maxOutputTokens, model.maxOutputTokens);
    const wish = firstHold(chat, model, principal.subjects.key, perChoice);
    const tokens = { clamp: perChoice * chat.n, firstHold: wish };
    return {
      claim: claimOf(chat, model, input, wish),
      model: model.name,
      priceVersion: model.priceVersion,
      streamed: chat.stream,
      upstream: model.upstream,
      run: (context) => send({ chat, model, input, ...tokens, context, startedMs: performance.now() }),
    };
  },
};

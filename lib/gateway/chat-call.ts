import type { Outcome, RunContext } from '../admission/work';
import type { ChatRequest } from './chat-request';
import type { InputEstimate } from './estimate';
import type { GatewayModel } from './models';
import { meteredTokens, type Usage, usageCost } from './price';

/** One admitted chat completion on its way upstream. */
export interface ChatCall {
  chat: ChatRequest;
  model: GatewayModel;
  input: InputEstimate;
  /** Output tokens that all choices may take: what the client or the model allows. */
  clamp: number;
  /** What was wished to be held for them at first. */
  firstHold: number;
  context: RunContext;
  /** `performance.now()` */
  startedMs: number;
}

/** OpenAI's own models take the newer name alone; every other server knows the older one. */
const OPENAI = /^https:\/\/[^/]*\.openai\.(azure\.)?com(?=[:/]|$)/;

/**
 * Output tokens that the upstream is allowed. A grant below the first hold is all that the limits leave,
 * and the end; otherwise a stream may grow up to the clamp.
 */
export const ceilingOf = ({ clamp, firstHold, context }: ChatCall): number => {
  const granted = context.granted ?? firstHold;
  return granted < firstHold ? granted : clamp;
};

/** The JSON for the upstream: the client's, with the upstream's model, the granted limit, and usage asked for. */
export function upstreamBody(call: ChatCall): string {
  const { chat, model } = call;
  const limit = OPENAI.test(model.upstream.baseUrl) ? 'max_completion_tokens' : 'max_tokens';
  return JSON.stringify({
    ...chat.body,
    model: model.upstreamModel,
    max_tokens: undefined,
    max_completion_tokens: undefined,
    [limit]: Math.floor(ceilingOf(call) / chat.n),
    ...(chat.stream && { stream_options: { ...chat.body.stream_options, include_usage: true } }),
  });
}

interface Facts {
  estimated?: boolean;
  firstByteMs?: number | null;
  /** False where the upstream cannot have seen the request: then the request is refunded too. */
  sent?: boolean;
}

/** The outcome that charges a usage. */
export function charge(
  call: ChatCall,
  outcome: Outcome['outcome'],
  usage: Usage,
  facts: Facts = {},
): Outcome {
  const { estimated = false, firstByteMs = null, sent = true } = facts;
  return {
    outcome,
    ...usage,
    estimated,
    firstByteMs,
    actual: {
      tokens: meteredTokens(call.model, usage),
      cost: usageCost(call.model, usage),
      ...(!sent && { requests: 0 }),
    },
  };
}

const NOTHING: Usage = { tokensIn: 0, tokensOut: 0 };

/** An upstream that failed before it put anything out: tokens and cost are refunded. */
export const refund = (call: ChatCall, sent: boolean): Outcome =>
  charge(call, sent ? 'upstream_error' : 'void', NOTHING, { sent });

export const elapsedMs = (call: ChatCall): number => Math.round(performance.now() - call.startedMs);

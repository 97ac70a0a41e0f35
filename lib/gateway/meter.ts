import type { Outcome, RunContext } from '../admission/work';
import type { Claim } from '../limits/decision';
import { ceilDiv } from '../money';
import type { GatewayModel } from './models';
import { meteredTokens, usageCost } from './price';

/*
 * What work other than chat is charged. Money follows the model's meter: tokens, images, characters or seconds.
 * Token limits count the tokens that a model reads and those that its provider reports as written.
 */

/** What one request uses. All integers. */
export interface Use {
  tokensIn: number;
  tokensOut: number;
  /** Images, characters or seconds; 0 where the meter counts tokens. */
  units: number;
}

/** Micro-units of the catalog's currency, rounded up. */
export function costOf(model: GatewayModel, { units, ...tokens }: Use): number {
  switch (model.meter) {
    case 'tokens':
      return usageCost(model, tokens);
    case 'images':
      return ceilDiv(units * model.outputPrice, 1_000_000);
    default:
      return ceilDiv(units * model.inputPrice, 1_000_000);
  }
}

/** What is held until the work is over: the most that it can use. */
export const claimOf = (resource: string, model: GatewayModel, most: Use): Claim => ({
  resource,
  amounts: {
    requests: { base: 1 },
    tokens: { base: meteredTokens(model, most) },
    cost: { base: costOf(model, most) },
  },
});

/** An admitted request on its way upstream. */
export interface MediaCall {
  model: GatewayModel;
  context: RunContext;
  /** What is charged where the upstream reports nothing. */
  likely: Use;
  /** `performance.now()` */
  startedMs: number;
}

interface Facts {
  estimated?: boolean;
  firstByteMs?: number | null;
  /** False where the upstream cannot have seen the request: then the request is refunded too. */
  sent?: boolean;
}

/** The outcome that charges a use. */
export function chargeUse(
  { model }: MediaCall,
  outcome: Outcome['outcome'],
  use: Use,
  { estimated = false, firstByteMs = null, sent = true }: Facts = {},
): Outcome {
  return {
    outcome,
    ...use,
    estimated,
    firstByteMs,
    actual: {
      tokens: meteredTokens(model, use),
      cost: costOf(model, use),
      ...(!sent && { requests: 0 }),
    },
  };
}

const NOTHING: Use = { tokensIn: 0, tokensOut: 0, units: 0 };

/** An upstream that failed: tokens, units and money go back. */
export const refundUse = (call: MediaCall, sent: boolean): Outcome =>
  chargeUse(call, sent ? 'upstream_error' : 'void', NOTHING, { sent });

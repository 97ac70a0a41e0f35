import { costMicros } from '../money';
import type { GatewayModel } from './models';

/** Reported counts beyond this are a broken upstream's; the cut keeps every product an integer. */
const MAX_REPORTED_TOKENS = 100_000_000;

export interface Usage {
  tokensIn: number;
  tokensOut: number;
}

/** A count from outside as an integer that can be charged; null where it is none. */
export const reportedTokens = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0
    ? Math.min(value, MAX_REPORTED_TOKENS)
    : null;

/** Tokens as token limits count them: larger models weigh more. */
export const meteredTokens = (model: GatewayModel, usage: Usage): number =>
  (usage.tokensIn + usage.tokensOut) * model.weight;

/** Cost in micro-units of the catalog's currency. */
export const usageCost = (model: GatewayModel, usage: Usage): number =>
  Math.min(
    costMicros(usage.tokensIn, model.inputPrice, usage.tokensOut, model.outputPrice),
    Number.MAX_SAFE_INTEGER,
  );

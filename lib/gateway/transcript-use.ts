import { type Json, usageCount } from './json-answer';
import type { MediaCall, Use } from './meter';
import type { GatewayModel } from './models';
import { countTokens } from './tokens';

/** What models that count tokens make of a second of sound (gpt-4o-transcribe). */
const TOKENS_PER_SECOND = 10;

/** What so much sound takes: by the second, or by tokens of sound in and text out. */
export function useOf(model: GatewayModel, seconds: number, promptTokens: number, textTokens: number): Use {
  return model.meter === 'seconds'
    ? { tokensIn: promptTokens, tokensOut: 0, units: seconds }
    : { tokensIn: promptTokens + seconds * TOKENS_PER_SECOND, tokensOut: textTokens, units: 0 };
}

const seconds = (value: unknown): number | null =>
  typeof value === 'number' && value > 0 && value < 10_000_000 ? Math.max(1, Math.ceil(value)) : null;

/** What an answer, or the last event of a stream, reports in the model's meter; null where it does not. */
export function reportedUse({ model, likely }: MediaCall, json: Json): Use | null {
  if (model.meter === 'seconds') {
    const units = seconds((json.usage as Json | undefined)?.seconds) ?? seconds(json.duration);
    return units === null ? null : { ...likely, units };
  }
  const tokensIn = usageCount(json, 'input_tokens');
  const tokensOut = usageCount(json, 'output_tokens');
  return tokensIn && tokensOut !== null ? { tokensIn, tokensOut, units: 0 } : null;
}

/** Our own count where nothing is reported. */
export const countedUse = ({ model, likely }: MediaCall, text: string): Use => ({
  ...likely,
  tokensOut: model.meter === 'tokens' ? countTokens(text) : 0,
});

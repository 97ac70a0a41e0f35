import type { Denied, LimitState } from '../limits/decision';
import type { ContractView, HeaderFields } from './contract';
import { defineContract } from './define';
import { addRateLimitFields } from './ietf';
import { minuteLimit, trio } from './requests-limit';

/** Milliseconds as OpenAI writes resets: `20ms`, `8.64s`, `6m0s`, `1h0m0s`. */
export function duration(ms: number): string {
  if (ms <= 0) return '0s';
  if (ms < 1000) return `${ms}ms`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = `${(ms % 60_000) / 1000}s`;
  if (minutes === 0) return seconds;
  return minutes < 60 ? `${minutes}m${seconds}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}

/** OpenAI's `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`, left out where unlimited. */
function addRequests(headers: HeaderFields, state: LimitState, atMs: number): void {
  headers['x-ratelimit-limit-requests'] = `${state.limit.capacity}`;
  headers['x-ratelimit-remaining-requests'] = `${state.remaining ?? 0}`;
  headers['x-ratelimit-reset-requests'] = duration((state.resetAtMs ?? atMs) - atMs);
}

function addTokens(headers: HeaderFields, state: LimitState, atMs: number): void {
  headers['x-ratelimit-limit-tokens'] = `${state.limit.capacity}`;
  headers['x-ratelimit-remaining-tokens'] = `${state.remaining ?? 0}`;
  headers['x-ratelimit-reset-tokens'] = duration((state.resetAtMs ?? atMs) - atMs);
}

const tokensLimit = (view: ContractView, denied: Denied | null): LimitState | undefined =>
  denied?.by.limit.metric === 'tokens' ? denied.by : minuteLimit(view, 'tokens');

/** Our own contract: every dialect of headers that clients know, errors in OpenAI's envelope. */
export const house = defineContract({
  id: 'headroom',
  prefix: 'hr_live_',
  fields(headers, view, state, denied) {
    trio(headers, state, view);
    addRateLimitFields(headers, view);
    if (state && state.limit.capacity !== null) addRequests(headers, state, view.atMs);
    const tokens = tokensLimit(view, denied);
    if (tokens && tokens.limit.capacity !== null) addTokens(headers, tokens, view.atMs);
  },
});

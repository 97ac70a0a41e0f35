import type { Behaviour } from './behaviour';
import type { SeenRequest } from './request-log';

const OVERREPORT = 10;

/** Usage as the API reports it: exact, save by `demo-overreport`, which claims ten times its output. */
export function usageOf(seen: SeenRequest, behaviour: Behaviour): Record<string, number> {
  const completion = seen.completion_tokens * (behaviour.usage === 'too-much' ? OVERREPORT : 1);
  return {
    prompt_tokens: seen.prompt_tokens,
    completion_tokens: completion,
    total_tokens: seen.prompt_tokens + completion,
  };
}

import type { HeaderFields } from '../contracts/contract';
import { contractById } from '../contracts/pick';

/** What each header says. `X-RateLimit-Reset` differs: AICredits counts from now. */
const MEANINGS: Record<string, string> = {
  'X-RateLimit-Limit': 'Requests allowed in the current window: of the limit that refused, else per minute.',
  'X-RateLimit-Remaining': 'Requests left in that window. This request is already counted.',
  'X-RateLimit-Reset': 'Unix time, in seconds, when requests come free again.',
  'X-RateLimit-Resource': 'What kind of request this was: `chat`, `images`, `audio`, …',
  'X-RateLimit-Used': 'Requests used in the current window.',
  'X-Request-Priority':
    'The plan’s priority: 1 low, 2 normal, 3 high, 4 critical. Sending it changes nothing.',
  'RateLimit-Policy':
    'Every limit in force: its id, quota `q` and window `w` in seconds (IETF draft, structured fields).',
  RateLimit: 'What is left of every limit: `r`, and `t` seconds until it eases.',
  'x-ratelimit-limit-requests': 'Requests per minute, as OpenAI names it.',
  'x-ratelimit-remaining-requests': 'Requests left, as OpenAI names it.',
  'x-ratelimit-reset-requests': 'Time until requests come free, written like `8.64s` or `6m0s`.',
  'x-ratelimit-limit-tokens': 'Tokens per minute, as OpenAI names it.',
  'x-ratelimit-remaining-tokens': 'Tokens left, as OpenAI names it.',
  'x-ratelimit-reset-tokens': 'Time until tokens come free.',
  'Retry-After': 'Whole seconds to wait before trying again, rounded up.',
  'retry-after-ms': 'The same wait in milliseconds. OpenAI’s SDKs obey it.',
  'x-should-retry':
    '`false` where trying again soon is useless: money, plan, too large, waits of a minute and more. OpenAI’s SDKs obey it.',
  'X-Request-Id': 'This request’s id. Quote it when you ask for help; refusals can be looked up by it.',
  'X-Headroom-Source': 'Who decided: `redis`, or `memory`, `local`, `closed` when the store was not asked.',
};

const SECONDS_FROM_NOW = 'Whole seconds until requests come free again.';

/** Headers that every web server sends: not worth a row. */
const USUAL = new Set(['Content-Type', 'Cache-Control', 'WWW-Authenticate', 'Allow']);

export interface HeaderRow {
  name: string;
  meaning: string;
  /** From an admitted answer, else from a refusal. */
  example: string;
  /** Where it is not on every answer: on which. */
  only: string | null;
}

/** Two pages say that `Retry-After` is on 429 only: a 503 of theirs carries `retry-after-ms` alone. */
function onlyOn(contract: string, name: string): string {
  const on429 = name === 'Retry-After' && contractById(contract).retryAfterOnlyOn429;
  return on429 ? 'On 429 only; other refusals that pass carry `retry-after-ms`.' : 'On refusals only.';
}

/** The headers that a contract sends, in its order, each with its meaning. @throws Error on one without a meaning */
export function headerRows(contract: string, admitted: HeaderFields, refused: HeaderFields): HeaderRow[] {
  return Object.entries({ ...admitted, ...refused, ...admitted })
    .filter(([name]) => !USUAL.has(name))
    .map(([name, example]) => {
      const meaning = MEANINGS[name];
      if (!meaning) throw new Error(`The docs do not say what the header ${name} means.`);
      const seconds = contract === 'aicredits' && name === 'X-RateLimit-Reset';
      return {
        name,
        example,
        meaning: seconds ? SECONDS_FROM_NOW : meaning,
        only: name in admitted ? null : onlyOn(contract, name),
      };
    });
}

/** The vendors' pages as they print them, typed anew: our own catalogs are held to these. */

/** Requests per minute and key; null: unlimited. */
export const PER_MINUTE: readonly [catalog: string, plan: string, rpm: number | null][] = [
  ['ajstudioz', 'free', 10],
  ['ajstudioz', 'developer', 60],
  ['ajstudioz', 'pro', 200],
  ['aicredits', 'standard', 60],
  ['aionvision', 'starter', 30],
  ['aionvision', 'professional', 100],
  ['aionvision', 'enterprise', 500],
  ['zihin', 'free', 10],
  ['zihin', 'starter', 60],
  ['zihin', 'pro', 300],
  ['priority', 'free', 10],
  ['priority', 'basic', 50],
  ['priority', 'pro', 100],
  ['priority', 'enterprise', null],
  ['headroom', 'free', 60],
  ['headroom', 'team', 600],
  ['headroom', 'business', 3_000],
  ['headroom', 'enterprise', null],
];

/** Unlimited is tried with more than any other plan of the table lets through. */
export const BEYOND_ALL = 320;

/** Requests at a time: of a key, of a user, of a workspace. */
export const AT_A_TIME: readonly [catalog: string, plan: string, live: number][] = [
  ['ajstudioz', 'free', 2],
  ['ajstudioz', 'developer', 10],
  ['ajstudioz', 'pro', 30],
  ['aicredits', 'standard', 5],
  ['headroom', 'free', 50],
  ['headroom', 'team', 200],
  ['headroom', 'business', 1_000],
];

/** Requests per day and per month; a day's scope is the key's in priority, else the workspace's. */
export const PER_DAY: readonly [catalog: string, plan: string, day: number][] = [
  ['zihin', 'free', 100],
  ['zihin', 'starter', 1_000],
  ['zihin', 'pro', 10_000],
  ['priority', 'free', 500],
  ['priority', 'basic', 10_000],
  ['priority', 'pro', 100_000],
];
export const PER_MONTH: readonly [catalog: string, plan: string, month: number][] = [
  ['zihin', 'free', 1_000],
  ['zihin', 'starter', 10_000],
  ['zihin', 'pro', 100_000],
  ['headroom', 'free', 100_000],
  ['headroom', 'team', 2_000_000],
  ['headroom', 'business', 20_000_000],
];

/** AIOnVision's chat messages per month; FREE's are the browser's alone. */
export const MESSAGES: readonly [plan: string, messages: number][] = [
  ['free', 10],
  ['starter', 200],
  ['professional', 2_000],
  ['enterprise', 5_000],
];

/** Tokens: of any 24 hours (ajstudioz), of any minute (priority, headroom). */
export const TOKENS: readonly [catalog: string, plan: string, tokens: number, windowMs: number][] = [
  ['ajstudioz', 'free', 100_000, 86_400_000],
  ['ajstudioz', 'developer', 1_000_000, 86_400_000],
  ['ajstudioz', 'pro', 10_000_000, 86_400_000],
  ['priority', 'free', 40_000, 60_000],
  ['priority', 'basic', 200_000, 60_000],
  ['priority', 'pro', 1_000_000, 60_000],
  ['headroom', 'free', 100_000, 60_000],
  ['headroom', 'team', 1_000_000, 60_000],
  ['headroom', 'business', 10_000_000, 60_000],
];

/** What a client of each page posts to, and how its key travels there. */
export const CHAT_PATH: Readonly<Record<string, string>> = {
  ajstudioz: '/api/chat',
  aicredits: '/v1/chat/completions',
  aionvision: '/v1/chat/completions',
  zihin: '/api/v3/llm/call',
  priority: '/v1/chat/completions',
  headroom: '/v1/chat/completions',
};

export const keyHeaders = (catalog: string, key: string): Record<string, string> =>
  catalog === 'zihin' ? { 'X-Api-Key': key } : { Authorization: `Bearer ${key}` };

/** The body of a denial by requests a minute, as each page prints it. */
export function rateBody(catalog: string, limit: number, seconds: number, reset: number): object | null {
  const s = `${seconds} second${seconds === 1 ? '' : 's'}`;
  switch (catalog) {
    case 'ajstudioz':
      return {
        error: {
          code: 'rate_limit_exceeded',
          message: 'Rate limit exceeded. Please wait before retrying.',
          retry_after: seconds,
        },
      };
    case 'zihin':
      return {
        error: 'rate_limit_exceeded',
        message: `Rate limit exceeded. Try again in ${s}.`,
        details: { limit, remaining: 0, reset, retry_after: seconds },
        status: 'error',
      };
    case 'priority':
      return {
        error: {
          type: 'rate_limit_error',
          message: `Rate limit exceeded. Please retry after ${s}.`,
          code: 'rate_limit_exceeded',
        },
      };
    default:
      return null;
  }
}

import { setTimeout as wait } from 'node:timers/promises';

/**
 * The retry code that the vendors' pages print, ported line by line from Python where they print Python. Nothing
 * is mended: what does not work as published does not work here.
 */

/** `time.sleep` */
const sleep = (seconds: number): Promise<void> => wait(seconds * 1000);
/** `random.uniform(0, limit)` */
const uniform = (limit: number): number => Math.random() * limit;

/** AJ STUDIOZ, "Python (with retry)": `requests.post` in a loop. */
export async function ajstudiozChatWithRetry(
  url: string,
  key: string,
  payload: object,
  maxRetries = 3,
): Promise<unknown> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  for (let attempt = 0; attempt < maxRetries; attempt++) {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(payload), headers });
    if (response.status === 200) return response.json();
    if (response.status === 429) {
      const retryAfter = Number.parseInt(response.headers.get('Retry-After') ?? '10', 10);
      await response.arrayBuffer();
      await sleep(retryAfter);
    } else throw new Error(`${response.status} Error`); // response.raise_for_status()
  }
  throw new Error('Max retries exceeded');
}

/** What tenacity hands to its `retry` predicate: the state of the call, not the exception. */
interface RetryCallState {
  outcome: { exception: unknown };
}

/** `@retry(retry=…, wait=wait_exponential(multiplier=1, min=2, max=60), stop=stop_after_attempt(5))` */
export async function tenacity<T>(
  predicate: (state: RetryCallState) => boolean,
  call: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (exception) {
      if (!predicate({ outcome: { exception } }) || attempt === 5) throw exception;
      await sleep(Math.max(2, Math.min(2 ** (attempt - 1), 60)));
    }
  }
}

/** AIOnVision, "Implement Exponential Backoff". */
function exponentialBackoff(attempt: number, baseDelay = 1, maxDelay = 60): number {
  const delay = Math.min(baseDelay * 2 ** attempt, maxDelay);
  const jitter = uniform(delay * 0.1);
  return delay + jitter;
}

export async function aionvisionRequestWithBackoff(
  func: () => Promise<Response>,
  maxRetries = 5,
): Promise<Response> {
  for (let attempt = 0; attempt < maxRetries; attempt++) {
    const response = await func();
    if (response.status === 429) {
      const retryAfter = response.headers.get('Retry-After');
      if (retryAfter) await sleep(Number.parseInt(retryAfter, 10));
      else await sleep(exponentialBackoff(attempt));
      continue;
    }
    return response;
  }
  throw new Error('Max retries exceeded');
}

/** AIOnVision, "Monitor Headers Proactively". */
export function aionvisionCheckRateLimits(response: Response): { goOn: boolean; waitSeconds: number | null } {
  const remaining = Number.parseInt(response.headers.get('X-RateLimit-Remaining') ?? '0', 10);
  const resetTime = Number.parseInt(response.headers.get('X-RateLimit-Reset') ?? '0', 10);
  const waitSeconds = remaining < 10 ? resetTime - Date.now() / 1000 : null;
  return { goOn: remaining > 0, waitSeconds };
}

/** Zihin, "Implement Exponential Backoff". */
export async function zihinCallWithRetry<T>(fn: () => Promise<T>, maxRetries = 3): Promise<T | undefined> {
  for (let i = 0; i < maxRetries; i++) {
    try {
      return await fn();
    } catch (thrown) {
      const error = thrown as { status?: number; details?: { retry_after?: number } };
      if (error.status === 429 && i < maxRetries - 1) {
        const retryAfter = error.details?.retry_after || 2 ** i;
        await sleep(retryAfter);
        continue;
      }
      throw error;
    }
  }
  return undefined;
}

/** AICredits, "Handling 429 Errors", in TypeScript; `create` is the OpenAI SDK's call. */
export async function aicreditsChatWithRetry<T>(
  create: () => Promise<T>,
  maxRetries = 5,
): Promise<T | undefined> {
  for (let attempt = 0; attempt < maxRetries; attempt++) {
    try {
      return await create();
    } catch (error) {
      if ((error as { status?: number } | null)?.status !== 429 || attempt === maxRetries - 1) throw error;
      await sleep(2 ** attempt + uniform(1));
    }
  }
  return undefined;
}

interface StatusError {
  status?: number;
  /** What stands under `error` in the body. */
  error?: unknown;
}

/** `str(e)` of an error of OpenAI's Python SDK 1 and 2: its status and all of the body. */
export const textOfOlderSdk = (thrown: unknown): string => {
  const { status, error } = thrown as StatusError;
  return `Error code: ${status} - {'error': ${JSON.stringify(error)}}`;
};

/** The same of version 3: the status and the body's message alone. */
export const textOfNewerSdk = (thrown: unknown): string => {
  const { status, error } = thrown as StatusError;
  return `Error code: ${status} - ${(error as { message?: string } | undefined)?.message}`;
};

/** The priority page, "Retry Strategy": it goes on where the text of the error has `rate_limit` in it. */
export async function priorityCallWithRetry<T>(
  fn: () => Promise<T>,
  str: (error: unknown) => string = textOfNewerSdk,
  maxRetries = 5,
): Promise<T> {
  for (let attempt = 0; attempt < maxRetries; attempt++) {
    try {
      return await fn();
    } catch (error) {
      if (!str(error).includes('rate_limit')) throw error;
      await sleep(2 ** attempt + uniform(1));
    }
  }
  throw new Error('Max retries exceeded');
}

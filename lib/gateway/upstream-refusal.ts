import type { AppError } from '../errors';
import { type BegunAnswer, readAnswer } from './begun-answer';
import { providerKey, type UpstreamConfig } from './models';
import { errorOfStatus } from './upstream-error';

export const MAX_ERROR_BYTES = 64 << 10;

export const isRefusal = ({ statusCode }: { statusCode: number }): boolean =>
  statusCode < 200 || statusCode > 299;

/** What an answer other than 2xx means to the client. */
export async function refusalOf(upstream: UpstreamConfig, answer: BegunAnswer): Promise<AppError> {
  const text = await readAnswer(answer, MAX_ERROR_BYTES)
    .then(String)
    .catch(() => '');
  return refusalWith(upstream, answer, text);
}

/** The same, where what it said is known. */
export function refusalWith(
  upstream: UpstreamConfig,
  { statusCode, headers }: Pick<BegunAnswer, 'statusCode' | 'headers'>,
  text: string,
): AppError {
  const retryAfter = headers['retry-after'];
  return errorOfStatus(
    statusCode,
    text,
    typeof retryAfter === 'string' ? retryAfter : undefined,
    providerKey(upstream),
  );
}

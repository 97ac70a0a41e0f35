import type { Dispatcher } from 'undici';
import type { AppError } from '../errors';
import { providerKey, type UpstreamConfig } from './models';
import { readAnswer } from './upstream';
import { errorOfStatus } from './upstream-error';

const MAX_ERROR_BYTES = 64 << 10;

export const isRefusal = ({ statusCode }: Dispatcher.ResponseData): boolean =>
  statusCode < 200 || statusCode > 299;

/** What an answer other than 2xx means to the client. */
export async function refusalOf(
  upstream: UpstreamConfig,
  answer: Dispatcher.ResponseData,
): Promise<AppError> {
  const text = await readAnswer(answer, MAX_ERROR_BYTES)
    .then(String)
    .catch(() => '');
  const retryAfter = answer.headers['retry-after'];
  return errorOfStatus(
    answer.statusCode,
    text,
    typeof retryAfter === 'string' ? retryAfter : undefined,
    providerKey(upstream),
  );
}

import type { Run, RunContext } from '../admission/work';
import { AppError } from '../errors';
import { log } from '../log';
import { ended } from './claims';

/** How an upload ended that stored nothing: what its client is told, if it is still there. */
export function failed(
  { requestId, signal }: Pick<RunContext, 'requestId' | 'signal'>,
  thrown: unknown,
): Run {
  const error = thrown instanceof AppError ? thrown : signalled(requestId, signal, thrown);
  const isClient = error.code === 'upload_incomplete';
  const outcome = error.status >= 500 ? 'upstream_error' : isClient ? 'client_closed' : 'void';
  return { error, outcome: ended(outcome, 0) };
}

function signalled(requestId: string, signal: AbortSignal, thrown: unknown): AppError {
  if (signal.reason instanceof AppError) return signal.reason;
  // The server's own error for a request that closed, or one of ours: either way nothing is stored.
  if (!signal.aborted) log().error({ err: thrown, requestId }, 'an upload failed');
  if (signal.aborted)
    return new AppError('upload_incomplete', 'The connection was closed, so nothing was stored.');
  return new AppError('internal_error', 'The upload failed on our side. Nothing was stored; send it again.');
}

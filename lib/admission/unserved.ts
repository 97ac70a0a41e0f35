import type { AppError } from '../errors';
import { resourceOfPath } from './path-resource';
import { serve } from './serve';
import { answerStranger, claimedKey } from './stranger';

/**
 * The answer about a path or method that is not served: a good key is told with its limit headers, as
 * on every response; anyone else gets the bare error.
 */
export async function refuseUnserved(request: Request, error: AppError): Promise<Response> {
  if (!claimedKey(request)) return answerStranger(request, error);
  return serve(request, resourceOfPath(new URL(request.url).pathname), () => {
    throw error;
  });
}

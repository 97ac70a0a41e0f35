import { AppError } from '../../errors';

const VERSION = '1.0.0';
const EXTENSIONS = 'creation,expiration,termination';

/**
 * Every answer names the version of the protocol, a refusal of another one and OPTIONS all that there are
 * (https://tus.io/protocols/resumable-upload#headers).
 */
export const inTus =
  <Rest extends unknown[]>(handler: (request: Request, ...rest: Rest) => Response | Promise<Response>) =>
  async (request: Request, ...rest: Rest): Promise<Response> => {
    const response = await handler(request, ...rest);
    const { status, headers } = response;
    if (request.method === 'OPTIONS') headers.set('Tus-Extension', EXTENSIONS);
    if (request.method === 'OPTIONS' || status === 412) headers.set('Tus-Version', VERSION);
    headers.set('Tus-Resumable', VERSION);
    return response;
  };

/** @throws AppError `precondition_failed` (412) where a client speaks another version, or none */
export function requireTus(request: Request): void {
  if (request.headers.get('tus-resumable') === VERSION) return;
  throw new AppError('precondition_failed', `Send the header Tus-Resumable: ${VERSION}.`);
}

import { refuseRequest } from '@/lib/admission/refuse';
import { AppError } from '@/lib/errors';

/** Every path under /v1 that is not ours: a JSON 404 in the caller's dialect. */
const notFound = (request: Request): Promise<Response> =>
  refuseRequest(
    request,
    new AppError('not_found', 'There is no such path. The API reference at /docs/api lists them.'),
  );

export {
  notFound as DELETE,
  notFound as GET,
  notFound as HEAD,
  notFound as OPTIONS,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};

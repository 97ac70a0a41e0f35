import { AppError } from '@/lib/errors';
import { open } from '@/lib/http/manage';

const nothing = () => {
  throw new AppError('not_found', 'The management API has nothing under this path. See /docs/api.');
};

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = open({
  GET: nothing,
  POST: nothing,
  PATCH: nothing,
  DELETE: nothing,
});

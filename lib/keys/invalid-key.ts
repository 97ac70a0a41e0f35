import { AppError } from '../errors';

/** One answer for unknown, revoked and expired keys, so that nobody learns which of them a key is. */
export const invalidKey = (): AppError =>
  new AppError(
    'invalid_api_key',
    'This API key is not valid: it is unknown, revoked or expired. Check the key, or create one in the dashboard.',
  );

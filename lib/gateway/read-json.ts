import { AppError } from '../errors';
import { readText } from './read-bytes';

export const MAX_BODY_BYTES = 4 << 20;
const MAX_DEPTH = 64;

/** @throws AppError where a value lies deeper than MAX_DEPTH or a number is too large for JSON (1e309). */
function checkValue(value: unknown, path: string, depth: number): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new AppError('invalid_request', `${path} is a number too large to represent.`, { param: path });
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAX_DEPTH) {
    throw new AppError('invalid_request', `The body is nested deeper than ${MAX_DEPTH} levels.`);
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) checkValue(value[i], path, depth + 1);
    return;
  }
  for (const key in value) {
    checkValue((value as Record<string, unknown>)[key], path || key, depth + 1);
  }
}

/**
 * The request's JSON object. Numbers are finite and nesting is at most 64 levels.
 * @throws AppError `body_too_large`, `invalid_json` or `invalid_request`.
 */
export async function readJsonObject(
  request: Request,
  maxBytes = MAX_BODY_BYTES,
): Promise<Record<string, unknown>> {
  const text = await readText(request, maxBytes).catch((error: unknown) => {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid_json', 'The request body broke off, or is no valid HTTP. Send it again.');
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = text.trim() === '' ? 'it is empty' : (error as Error).message.slice(0, 200);
    throw new AppError('invalid_json', `The request body is not JSON: ${why}. Send a JSON object.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('invalid_request', 'The request body must be a JSON object.');
  }
  checkValue(value, '', 0);
  return value as Record<string, unknown>;
}

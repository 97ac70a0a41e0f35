import { type BegunAnswer, readAnswer } from './begun-answer';
import { reportedTokens } from './price';
import { brokenAnswer } from './upstream-error';

export type Json = Record<string, unknown>;

/**
 * The whole JSON object of an answer, and its bytes as they came.
 * @param what completes "The model provider's answer is not …"
 * @throws AppError `upstream_error` where it is none or too large
 */
export async function readJsonAnswer(
  answer: BegunAnswer,
  maxBytes: number,
  what: string,
): Promise<{ json: Json; bytes: Buffer }> {
  const bytes = await readAnswer(answer, maxBytes);
  try {
    const json: unknown = JSON.parse(bytes.toString());
    if (typeof json === 'object' && json !== null && !Array.isArray(json))
      return { json: json as Json, bytes };
  } catch {
    // told below, without the upstream's text
  }
  throw brokenAnswer(`is not ${what}`);
}

/** A count in the `usage` of an answer; null where there is none that can be true. */
export function usageCount({ usage }: Json, name: string): number | null {
  return typeof usage === 'object' && usage !== null ? reportedTokens((usage as Json)[name]) : null;
}

export const JSON_HEADERS = { 'content-type': 'application/json' };

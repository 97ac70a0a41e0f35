import { AppError } from '../errors';

const MAX_BYTES = 1_000_000;

/**
 * A request's body as JSON.
 * @param whenEmpty what an empty body stands for; absent: it is refused
 * @throws AppError `body_too_large` beyond 1 MB, `invalid_json`
 */
export async function readJson(request: Request, whenEmpty?: object): Promise<unknown> {
  const text = await readText(request);
  if (text.trim() === '' && whenEmpty) return whenEmpty;
  if (text.trim() === '') throw new AppError('invalid_json', 'The body is empty. Send a JSON object.');
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read';
    throw new AppError('invalid_json', `The body is not valid JSON: ${why}`);
  }
}

async function readText(request: Request): Promise<string> {
  const tooLarge = new AppError('body_too_large', 'The body is larger than 1 MB. Send less at once.');
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BYTES) throw tooLarge;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MAX_BYTES) throw tooLarge;
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid_json', 'The body is not valid UTF-8 text, or it broke off.');
  }
}

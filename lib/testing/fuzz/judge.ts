import type { FuzzedCall } from './calls';

export interface FuzzedAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
}

/** What only our own side may know: of the code, its libraries, its stores. */
const INTERNAL = /node_modules|\bat \S+ \(|\.ts:\d+|prisma|postgres|ECONN|ioredis|\bSELECT\b|Lua|stack/i;
/** Said of the product itself, by documented texts. */
const PUBLIC = /Postgres|PostgreSQL/g;

function errorOf(text: string): { code: unknown; message: unknown } | null {
  try {
    const { error, message } = JSON.parse(text) as { error?: unknown; message?: unknown };
    if (typeof error === 'string') return { code: error, message }; // Zihin's
    return typeof error === 'object' && error !== null
      ? (error as { code: unknown; message: unknown })
      : null;
  } catch {
    return null;
  }
}

/** What is wrong with an answer, whatever was sent: nothing, where no promise is broken. */
export function faultsOf(
  { method, operation, segments }: FuzzedCall,
  answer: FuzzedAnswer,
  secrets: string[],
): string[] {
  const { status, headers, text } = answer;
  const faults: string[] = [];
  if (status >= 500) faults.push(`answered ${status}`);
  if (secrets.some((secret) => text.includes(secret))) faults.push('told a secret');
  if ('x-injected' in headers) faults.push('let a header in');
  // nginx reads headers alone: its answers have no body.
  if (status < 400 || method === 'HEAD' || 'x-headroom-status' in headers) return faults;
  const error = errorOf(text);
  const isJson = /^application\/(problem\+)?json/.test(String(headers['content-type']));
  if (!isJson || !error) faults.push('refused without a JSON error');
  else if (typeof error.code !== 'string' || !/^[a-z_]+$/.test(error.code))
    faults.push('refused without a code');
  else if (typeof error.message !== 'string' || error.message.length < 10)
    faults.push('refused without a word');
  // What the caller sent may stand in the message.
  const own =
    typeof error?.message === 'string' ? error.message.replace(PUBLIC, '').replace(/"[^"]*"/g, '') : '';
  if (INTERNAL.test(own)) faults.push('told of our own side');
  // An escaped path is refused before any route is asked.
  const isEscaped = Object.values(segments).some((segment) => segment?.includes('%'));
  if (operation.audience === 'key' && !isEscaped && !headers['x-request-id'])
    faults.push('has no request id');
  return faults;
}

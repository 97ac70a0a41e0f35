import NextAuth, { type NextAuthOptions } from 'next-auth';
import { AppError } from '../errors';
import { authOptions } from './options';
import { isSecure, requestHost } from './origin';
import { callable } from './providers';

/** next-auth types this door by Next's own request and response; it uses no more of them than given here. */
const nodeDoor = callable(NextAuth) as unknown as (
  request: object,
  response: Answer,
  options: NextAuthOptions,
) => Promise<void>;

const MAX_BODY_BYTES = 64 * 1024;

/**
 * next-auth behind a plain Web handler, through its Node-style door: the App Router door reads
 * `next/headers`, takes its own address from the environment and cannot be called by a test.
 * @param segments the path below /api/auth
 */
export async function handleAuth(request: Request, segments: string[]): Promise<Response> {
  const url = new URL(request.url);
  const incoming = {
    method: request.method,
    query: { ...Object.fromEntries(url.searchParams), nextauth: segments },
    body: await readBody(request),
    cookies: cookiesOf(request.headers),
    headers: {
      // Where links and redirects lead back to: the address the browser used (with AUTH_TRUST_HOST).
      'x-forwarded-host': requestHost(request.headers),
      'x-forwarded-proto': isSecure(request.headers) ? 'https' : 'http',
    },
  };
  const answer = new Answer();
  await nodeDoor(incoming, answer, authOptions(request.headers));
  return answer.toResponse();
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  if (request.method !== 'POST') return {};
  // No more of a larger one is held: anybody may call this.
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new AppError('body_too_large', 'The body is larger than 64 KB.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (!request.headers.get('content-type')?.includes('application/json')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new AppError('invalid_json', 'The body is not JSON.');
  }
}

function cookiesOf(headers: Headers): Record<string, string> {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => name));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** As much of a Node response as next-auth writes to. */
class Answer {
  private code = 200;
  private content: string | null = null;
  private readonly headers = new Map<string, string | string[]>();

  status(code: number): this {
    this.code = code;
    return this;
  }
  getHeader(name: string): string | string[] | undefined {
    return this.headers.get(name.toLowerCase());
  }
  setHeader(name: string, value: string | string[]): this {
    this.headers.set(name.toLowerCase(), value);
    return this;
  }
  json(value: unknown): void {
    this.setHeader('Content-Type', 'application/json');
    this.content = JSON.stringify(value);
  }
  send(body: unknown): void {
    if (typeof body === 'string') this.content = body;
    else if (body !== undefined) this.json(body);
  }
  end(): void {}

  toResponse(): Response {
    const headers = new Headers({ 'Cache-Control': 'private, no-store' });
    for (const [name, value] of this.headers) {
      if (typeof value === 'string') headers.set(name, value);
      else for (const one of value) headers.append(name, one);
    }
    return new Response(this.content, { status: this.code, headers });
  }
}

import { type Dispatcher, Pool } from 'undici';
import { processState } from '../process-state';
import { providerKey, type UpstreamConfig } from './models';
import { brokenAnswer, saturated } from './upstream-error';

/** Connections, and so calls in flight, to one upstream from this process. */
const MAX_CONNECTIONS = 1_024;

interface UpstreamPool {
  fingerprint: string;
  pool: Pool;
  /** Path of the base URL, without a slash at the end. */
  basePath: string;
  /** Calls that have not ended, their bodies included. */
  inFlight: number;
}

const pools = () => processState('gateway.pools', () => new Map<string, UpstreamPool>());

/** One pool for each upstream; an edited upstream gets a new one while the old one's calls end. */
function poolOf(upstream: UpstreamConfig): UpstreamPool {
  const fingerprint = `${upstream.baseUrl} ${upstream.connectTimeoutMs}`;
  const known = pools().get(upstream.id);
  if (known?.fingerprint === fingerprint) return known;
  const url = new URL(upstream.baseUrl);
  const pool = new Pool(url.origin, {
    connections: MAX_CONNECTIONS,
    pipelining: 1,
    connect: { timeout: upstream.connectTimeoutMs },
    headersTimeout: upstream.firstByteTimeoutMs,
    bodyTimeout: upstream.idleTimeoutMs,
  });
  const created = { fingerprint, pool, basePath: url.pathname.replace(/\/+$/, ''), inFlight: 0 };
  pools().set(upstream.id, created);
  void known?.pool.close().catch(() => undefined);
  return created;
}

/** Ends every pool; for a process that stops. */
export async function closeUpstreams(): Promise<void> {
  const all = [...pools().values()];
  pools().clear();
  await Promise.all(all.map(({ pool }) => pool.close()));
}

export interface UpstreamCall {
  upstream: UpstreamConfig;
  /** Below the base URL, e.g. `/chat/completions`. */
  path: string;
  body: string;
  /** `text/event-stream` or `application/json` */
  accept: string;
  requestId: string;
  signal: AbortSignal;
}

/**
 * Posts JSON to an upstream. Nothing of the client's headers is passed on; redirects are not followed.
 * @returns the answer as soon as its headers are there, whatever its status.
 * @throws what undici throws (upstream-error.ts tells what it means), or AppError `upstream_saturated`.
 */
export async function callUpstream(call: UpstreamCall): Promise<Dispatcher.ResponseData> {
  const { upstream, signal } = call;
  const entry = poolOf(upstream);
  // A call that waited for a connection would have no timer of its own.
  if (entry.inFlight >= MAX_CONNECTIONS) throw saturated();
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: call.accept,
    'user-agent': 'headroom',
    'x-request-id': call.requestId,
  };
  const key = providerKey(upstream);
  if (key !== null) headers.authorization = `Bearer ${key}`;
  entry.inFlight += 1;
  const release = () => {
    entry.inFlight -= 1;
  };
  try {
    const answer = await entry.pool.request({
      method: 'POST',
      path: entry.basePath + call.path,
      headers,
      body: call.body,
      signal,
      headersTimeout: upstream.firstByteTimeoutMs,
      bodyTimeout: upstream.idleTimeoutMs,
    });
    answer.body.once('close', release);
    return answer;
  } catch (thrown) {
    release();
    throw thrown;
  }
}

/** Calls to an upstream that have not ended, from this process. */
export const callsInFlight = (upstream: UpstreamConfig): number => pools().get(upstream.id)?.inFlight ?? 0;

/**
 * The whole body of an answer, at most `maxBytes` of it.
 * @throws AppError `upstream_error` where there is more, and what undici throws.
 */
export async function readAnswer(answer: Dispatcher.ResponseData, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw brokenAnswer('is too large'); // leaving the loop ends the call
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes);
}

import { type Dispatcher, FormData } from 'undici';
import { env } from '../env';
import { processState } from '../process-state';
import { countCall, endOfFailure, endOfStatus } from './call-tally';
import { type Mark, MarkingPool } from './marking-pool';
import { providerKey, type UpstreamConfig } from './models';
import { sendAgain } from './send-again';
import { brokenAnswer, failureOf, leftBeforeSending, saturated } from './upstream-error';
import { type MostBytes, requestWhole, type WholeAnswer, withoutMark } from './whole-answer';

/** Connections beyond the calls that may run at a time: for those that are just ending, and checks of health. */
const SPARE_CONNECTIONS = 24;

interface UpstreamPool {
  fingerprint: string;
  pool: MarkingPool;
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
  const pool = new MarkingPool(url.origin, {
    connections: env().UPSTREAM_CALLS + SPARE_CONNECTIONS,
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
  method?: 'GET' | 'POST';
  /** Below the base URL, e.g. `/chat/completions`. */
  path: string;
  /** What can be sent again; undici gives a form its own content type. */
  body?: string | Uint8Array | FormData;
  /** Of the body, where it is no form; `application/json` unless said. */
  contentType?: string;
  /** What the answer may be, e.g. `text/event-stream`. */
  accept: string;
  requestId: string;
  signal: AbortSignal;
}

/**
 * Calls an upstream, again where nothing was sent. Nothing of the client's headers is passed on; redirects
 * are not followed.
 * @returns the answer as soon as its headers are there, whatever its status.
 * @throws what undici throws (upstream-error.ts tells what it means), or AppError `upstream_saturated`.
 */
export function callUpstream(call: UpstreamCall): Promise<Dispatcher.ResponseData> {
  const { signal } = call;
  return told(call, async (entry, options, release) => {
    const answer = await entry.pool.request({ ...options, signal });
    answer.body.once('close', release);
    return { ...answer, opaque: null, headersAtMs: performance.now() };
  });
}

/** The same, for an answer that is read whole: at most so many bytes of it. */
export function callForWhole(call: UpstreamCall, most: MostBytes): Promise<WholeAnswer> {
  return told(call, async (entry, options, release) => {
    const answer = await requestWhole(entry.pool, options, call.signal, most);
    release();
    return answer;
  });
}

type Marked = Dispatcher.RequestOptions<Mark> & { opaque: Mark };
type Send<T> = (
  entry: UpstreamPool,
  options: Marked,
  /** The call has ended, its body included. */
  release: () => void,
) => Promise<T>;

/** Sends, again where nothing was sent, and counts what it came to. */
async function told<T extends { statusCode: number; headersAtMs: number }>(
  call: UpstreamCall,
  send: Send<T>,
): Promise<T> {
  const { upstream, method = 'POST', body, signal } = call;
  const headers = headersFor(call);
  const opaque: Mark = { sent: false };
  const once = () => {
    const entry = poolOf(upstream);
    const options = {
      method,
      path: entry.basePath + call.path,
      headers,
      ...(body !== undefined && { body }),
      opaque,
      headersTimeout: upstream.firstByteTimeoutMs,
      bodyTimeout: upstream.idleTimeoutMs,
    };
    return counted(entry, options, send);
  };
  const startedMs = performance.now();
  try {
    const answer = await sendAgain(once, { signal, withinMs: upstream.connectTimeoutMs });
    countCall(upstream.name, endOfStatus(answer.statusCode), answer.headersAtMs - startedMs);
    return answer;
  } catch (thrown) {
    // A client that left says nothing of the upstream.
    if (!signal.aborted) countCall(upstream.name, endOfFailure(failureOf(thrown)), null);
    throw opaque.sent || !signal.aborted ? thrown : leftBeforeSending();
  }
}

function headersFor({ upstream, body, contentType, accept, requestId }: UpstreamCall) {
  const headers: Record<string, string> = { accept, 'user-agent': 'headroom', 'x-request-id': requestId };
  if (body !== undefined && !(body instanceof FormData)) {
    headers['content-type'] = contentType ?? 'application/json';
  }
  const key = providerKey(upstream);
  if (key !== null) headers.authorization = `Bearer ${key}`;
  return headers;
}

/** Counts a call as in flight until it is released, or has failed. */
async function counted<T>(entry: UpstreamPool, options: Marked, send: Send<T>): Promise<T> {
  // A call that waited for a connection would have no timer of its own.
  if (entry.inFlight >= env().UPSTREAM_CALLS + SPARE_CONNECTIONS) throw saturated();
  entry.inFlight += 1;
  const release = () => {
    entry.inFlight -= 1;
  };
  try {
    return await send(entry, options, release);
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
  return withoutMark(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes));
}

import { type Dispatcher, FormData, Pool } from 'undici';
import { env } from '../env';
import { processState } from '../process-state';
import type { Mark } from './answer-handler';
import { type BegunAnswer, requestBegun } from './begun-answer';
import { countCall, endOfFailure, endOfStatus } from './call-tally';
import { providerKey, type UpstreamConfig } from './models';
import { sendAgain } from './send-again';
import { failureOf, leftBeforeSending, saturated } from './upstream-error';
import { type MostBytes, requestWhole, type WholeAnswer } from './whole-answer';

/** Connections beyond the calls that may run at a time: for those that are just ending, and checks of health. */
const SPARE_CONNECTIONS = 24;

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
export function callUpstream(call: UpstreamCall): Promise<BegunAnswer> {
  const { signal } = call;
  return told(call, (pool, options, mark, ended) => requestBegun(pool, options, { signal, mark, ended }));
}

/** The same, for an answer that is read whole: at most so many bytes of it. */
export function callForWhole(call: UpstreamCall, most: MostBytes): Promise<WholeAnswer> {
  const { signal } = call;
  return told(call, async (pool, options, mark, ended) => {
    const answer = await requestWhole(pool, options, { signal, mark }, most);
    ended();
    return answer;
  });
}

type Send<T> = (
  pool: Pool,
  options: Dispatcher.DispatchOptions,
  mark: Mark,
  /** The call has ended, its body included. */
  ended: () => void,
) => Promise<T>;

/** Sends, again where nothing was sent, and counts what it came to. */
async function told<T extends { statusCode: number; headersAtMs: number }>(
  call: UpstreamCall,
  send: Send<T>,
): Promise<T> {
  const { upstream, method = 'POST', body, signal } = call;
  const headers = headersFor(call);
  const mark: Mark = { sent: false };
  const once = () => {
    const entry = poolOf(upstream);
    const options = {
      method,
      path: entry.basePath + call.path,
      headers,
      ...(body !== undefined && { body }),
      headersTimeout: upstream.firstByteTimeoutMs,
      bodyTimeout: upstream.idleTimeoutMs,
    };
    return counted(entry, (ended) => send(entry.pool, options, mark, ended));
  };
  const startedMs = performance.now();
  try {
    const answer = await sendAgain(once, { signal, withinMs: upstream.connectTimeoutMs });
    countCall(upstream.name, endOfStatus(answer.statusCode), answer.headersAtMs - startedMs);
    return answer;
  } catch (thrown) {
    // A client that left says nothing of the upstream.
    if (!signal.aborted) countCall(upstream.name, endOfFailure(failureOf(thrown)), null);
    throw mark.sent || !signal.aborted ? thrown : leftBeforeSending();
  }
}

function headersFor({ upstream, body, contentType, accept, requestId }: UpstreamCall) {
  const headers: Record<string, string> = {
    accept,
    'accept-encoding': 'identity', // without it any compression may be used (RFC 9110, 12.5.3), and none is undone here
    'user-agent': 'headroom',
    'x-request-id': requestId,
  };
  if (body !== undefined && !(body instanceof FormData)) {
    headers['content-type'] = contentType ?? 'application/json';
  }
  const key = providerKey(upstream);
  if (key !== null) headers.authorization = `Bearer ${key}`;
  return headers;
}

/** Counts a call as in flight until it has ended, or failed. */
async function counted<T>(entry: UpstreamPool, send: (ended: () => void) => Promise<T>): Promise<T> {
  // A call that waited for a connection would have no timer of its own.
  if (entry.inFlight >= env().UPSTREAM_CALLS + SPARE_CONNECTIONS) throw saturated();
  entry.inFlight += 1;
  let running = true;
  const ended = () => {
    if (running) entry.inFlight -= 1;
    running = false;
  };
  try {
    return await send(ended);
  } catch (thrown) {
    ended();
    throw thrown;
  }
}

/** Calls to an upstream that have not ended, from this process. */
export const callsInFlight = (upstream: UpstreamConfig): number => pools().get(upstream.id)?.inFlight ?? 0;

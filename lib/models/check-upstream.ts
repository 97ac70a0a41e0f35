import type { Actor } from '../actor';
import { db } from '../db/client';
import { AppError } from '../errors';
import { type BegunAnswer, readAnswer } from '../gateway/begun-answer';
import type { UpstreamConfig } from '../gateway/models';
import { callUpstream } from '../gateway/upstream';
import { newId } from '../ids';
import type { UpstreamRow } from './access';
import type { UpstreamCheckView } from './schema';
import { findUpstream } from './upstreams';

/** Nobody watches a button for longer. */
const PATIENCE_MS = 10_000;
const MAX_LIST_BYTES = 4 << 20;
const MAX_NAMES = 500;

/**
 * Asks an upstream for its models, as cheap a call as there is: nothing is generated or charged. What it
 * finds is kept for the page.
 * @throws AppError `not_found`, `forbidden`
 */
export async function checkUpstream(actor: Actor, id: string): Promise<UpstreamCheckView> {
  const row = await findUpstream(actor, id);
  const started = performance.now();
  const { ok, message, models } = await ask(row);
  const ms = Math.round(performance.now() - started);
  const at = new Date();
  // Only for what was checked: it may have been edited meanwhile.
  await db().upstream.updateMany({
    where: { id, baseUrl: row.baseUrl, sealedKey: row.sealedKey },
    data: { checkedAt: at, checkOk: ok, checkMs: ms, checkMessage: message },
  });
  return { at: at.toISOString(), ok, ms, message, models };
}

interface Found {
  ok: boolean;
  message: string;
  models: string[];
}

const failed = (message: string): Found => ({ ok: false, message, models: [] });

async function ask(row: UpstreamRow): Promise<Found> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const answer = await callUpstream({
      upstream: hasty(row),
      method: 'GET',
      path: '/models',
      accept: 'application/json',
      requestId: newId(),
      signal,
    });
    return await judge(answer);
  } catch (thrown) {
    if (signal.aborted) return failed(`It did not answer within ${PATIENCE_MS / 1000} seconds.`);
    // What is ours to tell (a key that cannot be opened) says what to do; of the rest the code helps most.
    if (thrown instanceof AppError) return failed(thrown.message);
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    return failed(WORDS[code] ?? `It could not be reached (${code}).`);
  }
}

const hasty = (row: UpstreamRow): UpstreamConfig => ({
  ...row,
  // A pool of its own: the connections of running calls are not given up for it.
  id: `check of ${row.id}`,
  connectTimeoutMs: Math.min(row.connectTimeoutMs, PATIENCE_MS),
  firstByteTimeoutMs: Math.min(row.firstByteTimeoutMs, PATIENCE_MS),
});

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'Nothing listens at this address (ECONNREFUSED). Check the port, and that it runs.',
  ENOTFOUND: 'This host name is not known (ENOTFOUND). Check the base URL.',
  EAI_AGAIN: 'The host name could not be looked up (EAI_AGAIN). Check the name server of this machine.',
  UND_ERR_CONNECT_TIMEOUT: 'It did not accept a connection in time. Check the address and the firewall.',
  UND_ERR_HEADERS_TIMEOUT: 'It took the call and did not begin to answer in time.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is self-signed and not trusted here.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
};

async function judge(answer: BegunAnswer): Promise<Found> {
  const { statusCode: status } = answer;
  const bytes = await readAnswer(answer, MAX_LIST_BYTES);
  if (status === 401 || status === 403) return failed(`It refuses the key (${status}). Enter the key again.`);
  if (status === 404 || status === 405) {
    return failed(
      `It answers, but has no list of models (${status}). Check that the base URL ends where /models would follow.`,
    );
  }
  if (status >= 300 && status < 400)
    return failed(`It redirects elsewhere (${status}). Enter the address it redirects to.`);
  if (status < 200 || status > 299) return failed(`It answers with status ${status}.`);
  const models = namesIn(bytes);
  if (!models)
    return failed('It answers, but not as an OpenAI-compatible API. Check the path of the base URL.');
  return {
    ok: true,
    models,
    message: `It answers and lists ${models.length} ${models.length === 1 ? 'model' : 'models'}.`,
  };
}

/** `{ "data": [ { "id" } ] }`; null for anything else. */
function namesIn(bytes: Buffer): string[] | null {
  try {
    const { data } = JSON.parse(bytes.toString()) as { data?: unknown };
    if (!Array.isArray(data)) return null;
    const names = data.map((model: { id?: unknown } | null) => model?.id);
    return names.filter((name): name is string => typeof name === 'string').slice(0, MAX_NAMES);
  } catch {
    return null;
  }
}

import type { Actor } from '../actor';
import { factsOf } from '../admission/facts';
import { refuseCaller } from '../admission/failure';
import type { Identified } from '../admission/identified';
import { identifyKey } from '../admission/identify';
import { underPolicyInForce } from '../admission/in-force';
import { decide } from '../admission/in-turn';
import { underNewestPolicy } from '../admission/newest-policy';
import { rememberDecision } from '../admission/remember-decision';
import { limitHeaders, refuse, type Shown } from '../admission/reply';
import { requireScope } from '../admission/require-scope';
import { answerStranger } from '../admission/stranger';
import { accessTo, requireRole } from '../auth/access';
import { AppError, type ErrorCode } from '../errors';
import { newId } from '../ids';
import { invalidKey } from '../keys/invalid-key';
import type { Principal } from '../keys/principal';
import { parse } from '../parse';
import { limitView } from '../plans/view';
import { checkView } from './check-quota';
import { serviceClaim } from './claim';
import { handOver } from './hand-over';
import { type AnswerView, type VerifyView, verifyInput } from './schema';

/** What says that the key is no good for this; anything else is our trouble, or the service's own mistake. */
const REFUSED: ReadonlySet<ErrorCode> = new Set([
  'invalid_api_key',
  'workspace_suspended',
  'api_access_not_in_plan',
  'ip_not_allowed',
  'scope_missing',
  'model_not_allowed',
]);

/**
 * Decides all limits for a request that another service is about to do. What it reserves stays reserved,
 * whatever becomes of this process, until the service settles it or its lease ends.
 * @param request the service's own, for the address in links
 * @param nowMs the store's time, in tests alone
 * @throws AppError `invalid_request`, `unknown_field`, `forbidden` for a token that may not use the workspace's
 * keys, `quota_unavailable`, `change_pending`. A key that is no good is a value, as a denial is.
 */
export async function verifyKey(
  actor: Actor,
  request: Request,
  body: unknown,
  nowMs?: number,
): Promise<VerifyView> {
  const input = parse(verifyInput, body);
  const requestId = newId();
  const sent = asItsHolder(request, input.key);
  let identified: Identified;
  try {
    identified = await identifyKey(input.key, () => input.ip ?? null);
    await requireOwn(actor, identified.principal.workspaceId);
  } catch (error) {
    return refused(error, requestId, (known) => answerStranger(sent, known, requestId));
  }
  try {
    return await verify(sent, identified, input, requestId, nowMs);
  } catch (error) {
    return refused(error, requestId, (known) =>
      refuseCaller(sent, identified, requestId, input.resource, known, nowMs),
    );
  }
}

/** Keys of other tenants are unknown here, as ids are. */
async function requireOwn(actor: Actor, workspaceId: string): Promise<void> {
  const access = await accessTo(actor, workspaceId).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    throw invalidKey();
  });
  requireRole(access, 'developer', 'verify its keys');
}

async function verify(
  sent: Request,
  identified: Identified,
  { resource, amounts, model = '', lease_seconds }: ReturnType<typeof verifyInput.parse>,
  id: string,
  nowMs?: number,
): Promise<VerifyView> {
  const claim = serviceClaim(resource, amounts);
  const work = { claim, model, priceVersion: 0, streamed: false };
  const leaseMs = lease_seconds * 1000;
  return underNewestPolicy(identified, async () => {
    const allow = (caller: Principal) => {
      requireScope(caller, resource);
      requireModel(caller, model);
    };
    await underPolicyInForce(identified, allow, nowMs);
    const { principal } = identified;
    const facts = factsOf(principal, work);
    const decision = await decide({ caller: principal, claim, id, facts, nowMs, leaseMs });
    if ('repeated' in decision) throw new Error('a verification was answered like a repetition');
    if ('outdated' in decision) return decision;
    const { atMs, limits, source } = decision;
    if (decision.admitted) await handOver(decision, { id, caller: principal, claim, facts }, leaseMs);
    rememberDecision(principal, work, decision);
    const shown: Shown = { requestId: id, resource, atMs, limits, source };
    return {
      valid: decision.admitted,
      code: decision.admitted ? null : decision.code,
      request_id: id,
      decision: { ...checkView(decision), limits: limits.map(limitView) },
      reservation_id: decision.admitted ? id : null,
      lease_ends_at: decision.admitted ? new Date(atMs + leaseMs).toISOString() : null,
      key: keyView(principal),
      answer: decision.admitted
        ? await answerView(new Response(null, { headers: limitHeaders(sent, principal, shown) }))
        : await answerView(refuse(sent, principal, shown, decision)),
    };
  });
}

function requireModel({ models }: Principal, model: string): void {
  if (models.length === 0 || models.includes(model)) return;
  throw new AppError(
    'model_not_allowed',
    model
      ? `This key may not use the model "${model}". Use one of its models, or have it added to the key.`
      : 'This key is bound to models, so a verification has to name one as "model".',
    { param: 'model' },
  );
}

async function refused(
  error: unknown,
  requestId: string,
  answer: (known: AppError) => Response | Promise<Response>,
): Promise<VerifyView> {
  if (!(error instanceof AppError) || !REFUSED.has(error.code)) throw error;
  const nothing = { decision: null, reservation_id: null, lease_ends_at: null, key: null };
  return {
    valid: false,
    code: error.code,
    request_id: requestId,
    ...nothing,
    answer: await answerView(await answer(error)),
  };
}

const keyView = ({
  keyId,
  workspaceId,
  userId,
  catalogId,
  plan,
  priority,
}: Principal): VerifyView['key'] => ({
  id: keyId ?? '',
  workspace_id: workspaceId,
  user_id: userId,
  catalog: catalogId,
  plan,
  priority,
});

const answerView = async (response: Response): Promise<AnswerView> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: response.body && (await response.text()),
});

/** The request that the key came with, as far as an answer in its own words needs it. */
function asItsHolder(request: Request, key: string): Request {
  const headers = new Headers();
  const host = request.headers.get('host');
  if (host) headers.set('host', host);
  // What no header can hold is no key of ours.
  if (/^[\x21-\x7e]+$/.test(key)) headers.set('authorization', `Bearer ${key}`);
  return new Request(request.url, { headers });
}

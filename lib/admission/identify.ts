import ipaddr from 'ipaddr.js';
import { readCookie, sessionFromRequest } from '../auth/cookie';
import { clientAddress, ownOrigin, requireSameOrigin } from '../auth/origin';
import { AppError } from '../errors';
import { isId } from '../ids';
import { keyOf } from '../keys/credentials';
import { invalidKey } from '../keys/invalid-key';
import { type Grantor, loadGrantor } from '../keys/load-grantor';
import { type Loaded, loadKey } from '../keys/load-key';
import { loadSession } from '../keys/load-session';
import { cachedPolicy, policyAtHand, renewedPolicy } from '../keys/policy-cache';
import type { Principal } from '../keys/principal';
import { RefusedKey } from '../keys/refused-key';
import { guard } from '../redis/guard';
import { digestSecret, hashSecret, looksLikeKey } from '../secret';
import type { Identified } from './identified';
import { underPolicyInForce } from './in-force';

/** A further condition on a known caller, asked each time its policy is read. @throws RefusedKey */
type Condition = (principal: Principal) => void;

/**
 * Who calls: a key in the headers, else a browser session. A key wins over a cookie, and has no
 * session exemption.
 * @param anyOrigin a proxy asks, with the headers of a request that is not for us: pages are its own to judge
 * @throws AppError 400, 401, 403, 404 or 429 (too many unknown keys from one address)
 */
export function identify(request: Request, anyOrigin = false): Identified | Promise<Identified> {
  const key = keyOf(request);
  return key ? byKey(key, request, anyOrigin) : bySession(request);
}

/** Unknown keys cost a look-up each; the checksum keeps mistyped ones out of this. */
const FAILED_LOOKUPS = { limit: 60, windowMs: 60_000 };

function byKey(key: string, request: Request, anyOrigin: boolean): Identified | Promise<Identified> {
  const { headers } = request;
  const address = () => clientAddress(headers);
  const unknown = () => guard('unknown-keys', address() ?? 'unknown', FAILED_LOOKUPS);
  const origin = anyOrigin ? null : headers.get('origin');
  if (!origin || origin === ownOrigin(headers)) return identifyKey(key, address, unknown);
  return identifyKey(key, address, unknown, (principal) => requireOrigin(principal, origin));
}

/**
 * Who stands behind a key.
 * @param address of the one who sent it, as far as it is known: for keys that are bound to addresses
 * @param countUnknown counts a key of good form that nobody has
 * @param condition beside the key's own
 * @throws AppError `invalid_api_key`, `workspace_suspended`, `api_access_not_in_plan`, `ip_not_allowed`
 */
export function identifyKey(
  key: string,
  address: () => string | null,
  countUnknown: () => Promise<void> = async () => undefined,
  condition?: Condition,
): Identified | Promise<Identified> {
  const identity = digestSecret(key);
  if (!policyAtHand(identity) && !looksLikeKey(key)) {
    throw invalidKey();
  }
  const load = async () => {
    try {
      return await loadKey(hashSecret(key));
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid_api_key') {
        await countUnknown();
      }
      throw error;
    }
  };
  return withPolicy(identity, load, (principal) => {
    requireAddress(principal, address);
    condition?.(principal);
  });
}

/** Who let something be done later, as long as they might still do it themselves. @throws AppError */
export const identifyGrantor = (grantor: Grantor): Identified | Promise<Identified> => {
  const { keyId, userId, workspaceId } = grantor;
  return withPolicy(`grant ${keyId ?? `${userId} ${workspaceId}`}`, () => loadGrantor(grantor));
};

async function bySession(request: Request): Promise<Identified> {
  const claims = await sessionFromRequest(request);
  if (!claims) {
    throw new AppError(
      'unauthenticated',
      'This call carries no API key. Send it as "Authorization: Bearer KEY", or sign in to the dashboard.',
    );
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') requireSameOrigin(request.headers);
  const workspaceId =
    request.headers.get('x-headroom-workspace') ?? readCookie(request.headers, 'headroom.workspace');
  if (workspaceId !== null && !isId(workspaceId))
    throw new AppError('not_found', 'There is no such workspace.');
  const load = () => loadSession(claims.sessionId, workspaceId);
  return withPolicy(`${claims.sessionId} ${workspaceId ?? ''}`, load);
}

function withPolicy(
  identity: string,
  load: () => Promise<Loaded>,
  require: Condition = () => undefined,
): Identified | Promise<Identified> {
  const stands = (first: Principal): Identified | Promise<Identified> => {
    const caller = new KnownCaller(first, identity, load, require);
    // And one that was just let go is free from this very request on.
    const stood = underPolicyInForce(caller, require);
    return stood instanceof Promise ? stood.then(() => caller) : caller;
  };
  const atHand = policyAtHand(identity);
  return atHand ? stands(atHand) : cachedPolicy(identity, load).then(stands);
}

class KnownCaller implements Identified {
  /** The newest that was read: `principal` is who is being served. */
  #latest: Principal;

  constructor(
    public principal: Principal,
    readonly identity: string,
    readonly load: () => Promise<Loaded>,
    readonly require: Condition,
  ) {
    this.#latest = principal;
  }

  async current(): Promise<Principal> {
    this.#latest = await cachedPolicy(this.identity, this.load);
    this.require(this.#latest);
    return this.#latest;
  }

  async refresh(): Promise<Principal> {
    this.#latest = await renewedPolicy(this.identity, this.load, this.#latest);
    // A key that was just bound to other addresses is bound from this very request on.
    this.require(this.#latest);
    return this.#latest;
  }
}

function requireAddress(principal: Principal, addressOf: () => string | null): void {
  if (principal.ips.length === 0) return;
  const address = addressOf();
  if (address && ipaddr.isValid(address)) {
    const client = ipaddr.process(address);
    const allowed = principal.ips.some((range) => {
      const [base, bits] = ipaddr.parseCIDR(
        range.includes('/') ? range : `${range}/${range.includes(':') ? 128 : 32}`,
      );
      return base.kind() === client.kind() && client.match(base, bits);
    });
    if (allowed) return;
  }
  const message = `This key may not be used from ${address ?? 'this address'}.`;
  throw new RefusedKey('ip_not_allowed', message, principal);
}

/**
 * A page on a host that the workspace does not list could not read the answer: it is refused before anything is
 * counted, instead of being charged for what it never sees.
 */
function requireOrigin(principal: Principal, origin: string): void {
  if (principal.origins.includes(origin)) return;
  throw new RefusedKey(
    'origin_not_allowed',
    `This key may not be used by pages of ${origin.slice(0, 200)}. An admin of its workspace may list that origin in the settings; programs send no Origin header.`,
    principal,
  );
}

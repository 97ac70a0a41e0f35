import ipaddr from 'ipaddr.js';
import { readCookie, sessionFromRequest } from '../auth/cookie';
import { clientAddress, requireSameOrigin } from '../auth/origin';
import { AppError } from '../errors';
import { isId } from '../ids';
import { keyOf } from '../keys/credentials';
import { type Loaded, loadKey } from '../keys/load-key';
import { loadSession } from '../keys/load-session';
import { cachedPolicy, renewedPolicy } from '../keys/policy-cache';
import type { Principal } from '../keys/principal';
import { RefusedKey } from '../keys/refused-key';
import { guard } from '../redis/guard';
import { hashSecret, looksLikeKey } from '../secret';

/** A caller that stands, and how to read its policy anew. */
export interface Identified {
  principal: Principal;
  refresh(): Promise<Principal>;
  /** The policy to use now, loaded anew where the one before is too old. */
  current(): Promise<Principal>;
}

/**
 * Who calls: a key in the headers, else a browser session. A key wins over a cookie, and has no
 * session exemption.
 * @throws AppError 400, 401, 403, 404 or 429 (too many unknown keys from one address)
 */
export async function identify(request: Request): Promise<Identified> {
  const key = keyOf(request);
  return key ? byKey(key, request) : bySession(request);
}

/** Unknown keys cost a look-up each; the checksum keeps mistyped ones out of this. */
const FAILED_LOOKUPS = { limit: 60, windowMs: 60_000 };

function byKey(key: string, request: Request): Promise<Identified> {
  const address = () => clientAddress(request.headers);
  return identifyKey(key, address, () => guard('unknown-keys', address() ?? 'unknown', FAILED_LOOKUPS));
}

/**
 * Who stands behind a key.
 * @param address of the one who sent it, as far as it is known: for keys that are bound to addresses
 * @param countUnknown counts a key of good form that nobody has
 * @throws AppError `invalid_api_key`, `workspace_suspended`, `api_access_not_in_plan`, `ip_not_allowed`
 */
export async function identifyKey(
  key: string,
  address: () => string | null,
  countUnknown: () => Promise<void> = async () => undefined,
): Promise<Identified> {
  if (!looksLikeKey(key)) {
    throw new AppError(
      'invalid_api_key',
      'This API key is not valid: it is unknown, revoked or expired. Check the key, or create one in the dashboard.',
    );
  }
  const identity = hashSecret(key);
  const load = async () => {
    try {
      return await loadKey(identity);
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid_api_key') {
        await countUnknown();
      }
      throw error;
    }
  };
  return withPolicy(address, identity, load);
}

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
  return withPolicy(() => null, `${claims.sessionId} ${workspaceId ?? ''}`, load);
}

async function withPolicy(
  address: () => string | null,
  identity: string,
  load: () => Promise<Loaded>,
): Promise<Identified> {
  let latest = await cachedPolicy(identity, load);
  requireAddress(latest, address);
  return {
    principal: latest,
    async current() {
      latest = await cachedPolicy(identity, load);
      requireAddress(latest, address);
      return latest;
    },
    async refresh() {
      latest = await renewedPolicy(identity, load, latest);
      // A key that was just bound to other addresses is bound from this very request on.
      requireAddress(latest, address);
      return latest;
    },
  };
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

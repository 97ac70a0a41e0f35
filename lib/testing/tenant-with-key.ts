import { POST as check } from '../../app/api/v1/quota/check/route';
import { makeKey } from './gateway';
import { type Answered, call, tokenOf } from './manage-call';
import { makeUser, makeWorkspace, type TestUser } from './tenants';

/* A workspace with a key and a token of its owner, and how both call us. */

export interface Tenant {
  owner: TestUser;
  workspace: Awaited<ReturnType<typeof makeWorkspace>>;
  keyId: string;
  key: string;
  token: string;
}

export async function makeTenant(
  { catalog = 'headroom', plan = 'free', ...row }: Parameters<typeof makeKey>[2] & { catalog?: string } = {},
  pinned?: string,
): Promise<Tenant> {
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner, catalog, plan);
  const { id, key } = await makeKey(workspace, owner.id, { ...row, ...(pinned && { plan: pinned }) });
  return { owner, workspace, keyId: id, key, token: await tokenOf(owner) };
}

/** A request of a key's holder. */
export const asHolder = (key: string, path: string, init: RequestInit = {}): Request =>
  new Request(`http://127.0.0.1:3000${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, ...init.headers },
  });

/** Asks whether a request would pass. */
export async function ask<T>(
  key: string,
  body: unknown,
): Promise<{ status: number; headers: Headers; body: T }> {
  const request = asHolder(key, '/v1/quota/check', { method: 'POST', body: JSON.stringify(body) });
  const response = await check(request);
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}

/** Calls a door for services with a token. */
export const post = <T>(
  handler: Parameters<typeof call>[0],
  token: string | null,
  body: unknown,
): Promise<Answered<T>> => call<T>(handler, token, { method: 'POST', body });

import { db } from '../db/client';
import { newId } from '../ids';
import { hashSecret, last4, MANAGEMENT_PREFIX, makeSecret } from '../secret';
import type { TestUser } from './tenants';

export type Handler = (request: Request, segment: { params: Promise<object> }) => Promise<Response>;

/** A management token of the user's. */
export async function tokenOf(user: TestUser, workspaceId?: string): Promise<string> {
  const secret = makeSecret(MANAGEMENT_PREFIX);
  const row = { id: newId(), userId: user.id, name: 'test', hash: hashSecret(secret), last4: last4(secret) };
  await db().managementToken.create({ data: { ...row, workspaceId: workspaceId ?? null } });
  return secret;
}

export interface Sent {
  method?: string;
  /** The path's `[id]`. */
  id?: string;
  /** More of the path's parameters. */
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** A string is sent as it is, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answered<T> {
  status: number;
  headers: Headers;
  /** The parsed JSON, or the text. */
  body: T;
}

/** Calls a route handler as the server would, with the user's management token. */
export async function call<T = unknown>(
  handler: Handler,
  token: string | null,
  sent: Sent = {},
): Promise<Answered<T>> {
  const { method = 'GET', id = '', params = {}, query = {}, body, headers = {} } = sent;
  const request = new Request(`http://127.0.0.1:3000/api/manage?${new URLSearchParams(query)}`, {
    method,
    headers: { host: '127.0.0.1:3000', ...(token && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const response = await handler(request, { params: Promise.resolve({ id, ...params }) });
  const text = await response.text();
  const json = text !== '' && response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}

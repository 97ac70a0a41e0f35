import { UNREACHED } from '../api-client';

/** Why a form was refused, with the field it speaks of. */
export interface Failure {
  message: string;
  field?: unknown;
}

/** Posts a form of somebody who is not signed in: null on success, else the server's own words. */
export async function postOpen(path: string, input: object): Promise<Failure | null> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  }).catch(() => null);
  if (response?.ok) return null;
  const body = (await response?.json().catch(() => null)) as {
    error?: { message?: string; details?: { field?: unknown } };
  } | null;
  if (body?.error?.message) return { message: body.error.message, field: body.error.details?.field };
  return { message: UNREACHED };
}

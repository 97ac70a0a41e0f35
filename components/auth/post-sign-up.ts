import type { SignUpInput } from '@/lib/auth/schema';

/** POST /api/sign-up; null on success, else the server's message and the field it speaks of. */
export async function postSignUp(input: SignUpInput): Promise<{ message: string; field?: unknown } | null> {
  const response = await fetch('/api/sign-up', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  }).catch(() => null);
  if (response?.ok) return null;
  const body = (await response?.json().catch(() => null)) as {
    error?: { message?: string; details?: { field?: unknown } };
  } | null;
  if (body?.error?.message) return { message: body.error.message, field: body.error.details?.field };
  return { message: 'Headroom could not be reached. Check your connection and try again.' };
}

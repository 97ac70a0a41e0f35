/**
 * Signs in with e-mail and password; null on success, else the error's name for signInMessage.
 * next-auth reports ok without a session where the csrf cookie did not match, and only its `url` says so; it has then
 * set a fresh cookie, so one more try is due.
 */
export async function signInWithPassword(email: string, password: string): Promise<string | null> {
  const nextAuth = await import('next-auth/react').catch(() => null);
  if (!nextAuth) return 'unreachable';
  for (const last of [false, true]) {
    const result = await nextAuth
      .signIn('credentials', { email, password, redirect: false })
      .catch(() => undefined);
    if (!result) return 'unreachable';
    if (result.error) return result.error;
    const mismatch = result.url?.includes('csrf=true') ?? false;
    if (result.ok && !mismatch) return null;
    if (last) return mismatch ? 'csrf' : 'unknown';
  }
  return 'unknown';
}

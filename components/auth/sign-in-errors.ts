/** What went wrong at sign-in, by the name that next-auth or our own check gives it: what happened and what to do. */
const MESSAGES: Record<string, string> = {
  CredentialsSignin: 'This e-mail and password do not fit together. Check both and try again.',
  too_many_attempts: 'Too many attempts. Wait ten minutes, then try again.',
  forbidden: 'This account is suspended. Ask whoever runs this Headroom.',
  quota_unavailable:
    'Sign-in is closed for a moment: the store that counts attempts does not answer. Try again in a minute.',
  OAuthAccountNotLinked:
    'No account is linked to that sign-in. Use your e-mail and password, or create an account first.',
  AccessDenied: 'The sign-in was declined. Try again, or use another way to sign in.',
  csrf: 'The browser did not send the cookie that protects this form. Allow cookies for this site and try again.',
};

const FALLBACK = 'Sign-in failed on our side. Try again in a moment.';

export const signInMessage = (error: string): string => MESSAGES[error] ?? FALLBACK;

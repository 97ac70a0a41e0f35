import { ApiError } from '@/components/api-client';

/** Told to the window when an answer says that the session is over. */
const SESSION_END = 'headroom:session-end';

/** `look`: the page looked again by itself. `change`: the reader wanted something done, and it was not. */
export type SessionEnd = 'look' | 'change';

/** Tells the page if this is why a call failed. */
export function noticeSessionEnd(error: unknown, end: SessionEnd): void {
  if (!(error instanceof ApiError) || error.code !== 'unauthenticated') return;
  window.dispatchEvent(new CustomEvent<SessionEnd>(SESSION_END, { detail: end }));
}

/** @returns what stops the listening */
export function onSessionEnd(listener: (end: SessionEnd) => void): () => void {
  const listen = (event: Event) => listener((event as CustomEvent<SessionEnd>).detail);
  window.addEventListener(SESSION_END, listen);
  return () => window.removeEventListener(SESSION_END, listen);
}

'use client';

import { useMemo, useSyncExternalStore } from 'react';

/** One timer for all countdowns of a page; it stops when nothing listens or the tab is hidden. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(() => document.visibilityState === 'visible' && tick(), 1000);
    document.addEventListener('visibilitychange', tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}

function read(): number {
  if (listeners.size === 0) now = Math.max(now, Math.floor(Date.now() / 1000) * 1000);
  return now;
}

/**
 * The browser's clock in ms, in steps of `stepMs`; null on the server and in the first render, which must equal it.
 * A component renders again only when the step changes.
 */
export const useNow = (stepMs = 1000): number | null =>
  useSyncExternalStore<number | null>(
    subscribe,
    () => Math.floor(read() / stepMs) * stepMs,
    () => null,
  );

/**
 * The store's clock in ms, once a second, from the instant `at` (ISO) that came with the data: a browser whose
 * clock is an hour off still counts down to the right moment.
 */
export function useStoreNow(at: string): number {
  const atMs = Date.parse(at);
  const offset = useMemo(() => Date.parse(at) - Date.now(), [at]);
  const browserNow = useNow();
  return browserNow === null ? atMs : Math.max(atMs, browserNow + offset);
}

const registry = Symbol.for('headroom.process-state');
type Registry = Record<string, unknown>;

/**
 * State that one process holds once, although `npm start` loads two module graphs (the fast lane's
 * bundle and Next's): policy cache, pools, breaker.
 */
export function processState<T>(name: string, create: () => T): T {
  const holder = globalThis as { [registry]?: Registry };
  holder[registry] ??= {};
  const states: Registry = holder[registry];
  if (!(name in states)) states[name] = create();
  return states[name] as T;
}

/** The same for what every request asks for: found once, then at hand. Nothing may replace such a state. */
export function stateAtHand<T>(name: string, create: () => T): () => T {
  let state: T | undefined;
  return () => {
    state ??= processState(name, create);
    return state;
  };
}

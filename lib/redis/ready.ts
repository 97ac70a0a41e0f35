import { store } from './store';

const DEADLINE_MS = 1000;

/** Whether the store answers within a second. */
export async function storeReady(): Promise<'ok' | 'unreachable'> {
  const late = new Promise<'unreachable'>((resolve) => {
    setTimeout(resolve, DEADLINE_MS, 'unreachable').unref();
  });
  const ping = store()
    .pipeline([['PING']])
    .then(() => 'ok' as const)
    .catch(() => 'unreachable' as const);
  return Promise.race([ping, late]);
}

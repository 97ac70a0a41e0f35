import { Deadline } from '../redis/deadline';
import { type Store, store } from '../redis/store';

/** A connection may hang without failing. */
const PATIENCE_MS = 5000;

/**
 * The store for an administrator's looks and repairs: they neither give up as soon as a request does, nor count
 * against the breaker that requests go by.
 */
export function patientStore(): Store {
  const deadline = new Deadline(PATIENCE_MS);
  const inner = store();
  return {
    ...inner,
    evaluate: (...call) => deadline.within(inner.evaluate(...call)),
    pipeline: (commands) => deadline.within(inner.pipeline(commands)),
  };
}

import { processState } from '../process-state';
import { Deadline } from './deadline';
import type { Store } from './port';
import { store } from './store';

/** A connection may hang without failing. */
const PATIENCE_MS = 5000;

/**
 * The store for work in the background and an administrator's looks: it neither gives up as soon as a request does
 * nor waits for ever, and does not count against the breaker that requests go by.
 * @throws StoreTrouble `late`; any other error is the store's answer
 */
export const patientStore = (): Store =>
  processState('patient store', () => {
    const deadline = new Deadline(PATIENCE_MS);
    const inner = store();
    return {
      ...inner,
      evaluate: (...call) => deadline.within(inner.evaluate(...call)),
      pipeline: (commands) => deadline.within(inner.pipeline(commands)),
    };
  });

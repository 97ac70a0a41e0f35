import { createEngine, type Engine } from '../limits/engine';
import { processState } from '../process-state';
import { Deadline } from '../redis/deadline';
import { type Store, store } from '../redis/store';
import { ledgerSource } from './ledger-source';

/** A connection may hang without failing. */
const PATIENCE_MS = 5000;

/** The store for what works in the background: it waits longer than a request does, and not for ever. */
export const patientStore = (): Store =>
  processState('patient store', () => {
    const deadline = new Deadline(PATIENCE_MS);
    const inner = store();
    return { ...inner, evaluate: (...call) => deadline.within(inner.evaluate(...call)) };
  });

/**
 * The limits engine for work that nobody waits for: settle orders and what a rebuild puts back. A burst of them
 * neither gives up as soon as a request does, nor counts against the breaker that requests go by.
 */
export const patientEngine = (): Engine =>
  processState('patient engine', () => createEngine({ store: patientStore(), ledger: ledgerSource }));

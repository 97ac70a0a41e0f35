import { createEngine, type Engine } from '../limits/engine';
import { processState } from '../process-state';
import { patientStore } from '../redis/patient';
import { ledgerSource } from './ledger-source';

/**
 * The limits engine for work that nobody waits for: settle orders and what a rebuild puts back. A burst of them
 * neither gives up as soon as a request does, nor counts against the breaker that requests go by.
 */
export const patientEngine = (): Engine =>
  processState('patient engine', () => createEngine({ store: patientStore(), ledger: ledgerSource }));

import type { Outcome, Prepared, Run, RunContext } from '../admission/work';
import { ended } from './claims';

/** Looking at files, taking and deleting them: one request each, and no lease of an upload. */
export const FILES = 'files';

/** A call about files, admitted as one request. */
export const aboutFiles = (run: (context: RunContext) => Promise<Run>): Prepared => ({
  claim: { resource: FILES, amounts: { requests: { base: 1 } } },
  model: '',
  priceVersion: 1,
  streamed: false,
  run,
});

export const done = (outcome: Outcome['outcome'] = 'ok'): Outcome => ended(outcome, 0);

/** An answer in JSON. */
export const json = (body: object): Run => ({
  status: 200,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: JSON.stringify(body),
  finished: Promise.resolve(done()),
});

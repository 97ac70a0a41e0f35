import { newId } from '../../ids';
import type { Claim } from '../../limits/decision';
import { createEngine } from '../../limits/engine';
import { store } from '../../redis/store';
import { decided, ledgerWith, type TestCaller } from '../engine';

/** What one process does: so many decisions, some side by side; what is admitted is settled as it was held. */
export interface Tries {
  who: TestCaller;
  claim: Claim;
  tries: number;
  sideBySide: number;
}

export interface Tried {
  admitted: number;
  denied: number;
}

const engine = createEngine({ store: store(), ledger: ledgerWith(store(), []) });

async function perform({ who: { caller, facts }, claim, tries, sideBySide }: Tries): Promise<Tried> {
  const tried: Tried = { admitted: 0, denied: 0 };
  let left = tries;
  const lane = async () => {
    while (left-- > 0) {
      const decision = decided(await engine.decide({ caller, claim, id: newId(), facts }));
      if (decision.admitted) {
        tried.admitted++;
        await engine.settle(decision.reservation, {}, facts);
      } else tried.denied++;
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, lane));
  return tried;
}

process.on('message', (tries: Tries) => {
  perform(tries).then(
    (tried) => process.send?.(tried),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.send?.('ready');

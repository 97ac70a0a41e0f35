import { appendFileSync } from 'node:fs';
import { storeEngine } from '../../admission/store-engine';
import { waitForTheStore } from '../patient';
import type { Decided, Settling } from './record';

/** An instance of the application that writes down what its engine was asked and what the store answered. */

waitForTheStore();
const file = process.argv[2] ?? '';
const write = (entry: Decided | Settling) => appendFileSync(file, `${JSON.stringify(entry)}\n`);

const engine = storeEngine();
const { decide, settle } = engine;
engine.decide = async (input) => {
  const answer = await decide(input);
  if ('reservation' in answer) {
    const { reservation: _, ...decision } = answer;
    write({ what: 'decided', claim: input.claim, subjects: input.caller.subjects, decision });
  }
  return answer;
};
engine.settle = (reservation, actual, ...rest) => {
  write({ what: 'settling', id: reservation.id, actual });
  return settle(reservation, actual, ...rest);
};

await import('../faults/app');

import type { DecisionSource } from '../limits/decision';
import { stateAtHand } from '../process-state';

/** What decisions came to. `refused`: the limits could not be checked. */
export type Outcome = 'admitted' | 'denied' | 'refused';

type Counts = Record<Outcome, number>;
const counts = stateAtHand('decision tally', () => new Map<DecisionSource, Counts>());

/** Counts a decision of this process by who made it. */
export function countDecision(source: DecisionSource, outcome: Outcome): void {
  const known = counts().get(source);
  if (known) known[outcome]++;
  else counts().set(source, { admitted: 0, denied: 0, refused: 0, [outcome]: 1 });
}

/** Since this process began. */
export const decisionTally = (): { source: string; outcome: string; count: number }[] =>
  [...counts()].flatMap(([source, known]) =>
    Object.entries(known).flatMap(([outcome, count]) => (count > 0 ? [{ source, outcome, count }] : [])),
  );

import type { DecisionSource } from '../limits/decision';
import { stateAtHand } from '../process-state';

/** What decisions came to. `refused`: the limits could not be checked. */
export type Outcome = 'admitted' | 'denied' | 'refused';

const counts = stateAtHand('decision tally', () => new Map<string, number>());

/** Counts a decision of this process by who made it. */
export function countDecision(source: DecisionSource, outcome: Outcome): void {
  const key = `${source} ${outcome}`;
  counts().set(key, (counts().get(key) ?? 0) + 1);
}

/** Since this process began. */
export const decisionTally = (): { source: string; outcome: string; count: number }[] =>
  [...counts()].map(([key, count]) => {
    const [source = '', outcome = ''] = key.split(' ');
    return { source, outcome, count };
  });

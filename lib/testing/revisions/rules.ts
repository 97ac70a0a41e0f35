/** The rules of the revision protocol (lib/redis/revision.ts), each with what would break it. */
export interface Rules {
  /** A loader reads policy and revision while no writer can commit; else the policy first. */
  lock: boolean;
  createWith: 'a ticket' | 'nothing';
  /** When a loader takes its ticket. */
  ticketTaken: 'before it reads' | 'after it read';
  /** A ticket of another epoch is worth nothing. */
  ticketEpoch: boolean;
  /** What creating does to a revision that stands. */
  createRaises: 'to the maximum' | 'to any number';
  raise: 'what exists' | 'what is missing, too' | 'to any number' | 'and stamps anew';
  /** A raise tears up the ticket. */
  raiseTears: boolean;
  /** A revision of another epoch counts as absent. */
  stamped: boolean;
  absent: 'is unknown' | 'is no objection';
  answer: 'after the raise' | 'before the raise' | 'after a raise before the commit';
  outbox: 'cleared after the raise' | 'cleared before the raise' | 'none';
}

export const RULES: Rules = {
  lock: true,
  createWith: 'a ticket',
  ticketTaken: 'before it reads',
  ticketEpoch: true,
  createRaises: 'to the maximum',
  raise: 'what exists',
  raiseTears: true,
  stamped: true,
  absent: 'is unknown',
  answer: 'after the raise',
  outbox: 'cleared after the raise',
};

/** Each rule dropped, in every way that somebody might. */
export const MUTATIONS: Record<string, Partial<Rules>> = {
  'a loader that holds no lock': { lock: false },
  'a loader that needs no ticket': { createWith: 'nothing' },
  'a ticket taken after reading': { ticketTaken: 'after it read' },
  'a ticket that outlives its epoch': { ticketEpoch: false },
  'a creation that lowers': { createRaises: 'to any number' },
  'a raise that makes what is missing': { raise: 'what is missing, too' },
  'a raise that lowers': { raise: 'to any number' },
  'a raise that stamps anew': { raise: 'and stamps anew' },
  'a raise that leaves the ticket': { raiseTears: false },
  'revisions without a stamp': { stamped: false },
  'an absent revision that is no objection': { absent: 'is no objection' },
  'an answer before the raise': { answer: 'before the raise' },
  'a raise before the commit': { answer: 'after a raise before the commit' },
  'an outbox cleared before the raise': { outbox: 'cleared before the raise' },
  'no outbox': { outbox: 'none' },
};

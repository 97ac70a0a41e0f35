import type { Rules } from './rules';

/** What the store holds of one revision; numbers stand for names, 0 for absent. */
export interface Memory {
  /** The epoch of the shard. */
  epoch: number;
  rev: number;
  /** The epoch that `rev` is stamped with. */
  stamp: number;
  ticket: number;
  ticketEpoch: number;
}

export const EMPTY: Memory = { epoch: 0, rev: 0, stamp: 0, ticket: 0, ticketEpoch: 0 };

const stands = (m: Memory, rules: Rules): boolean => m.rev > 0 && (!rules.stamped || m.stamp === m.epoch);

/**
 * The scripts of lib/redis/revision.ts and the check of a decision, said once more; each gives the memory
 * after it. revision.integration.test.ts holds the real ones to these.
 */

/** @returns the ticket to create with; 0 where the revision stands. */
export function takeTicket(m: Memory, fresh: number, rules: Rules): { after: Memory; ticket: number } {
  if (stands(m, rules)) return { after: m, ticket: 0 };
  const valid = m.ticket > 0 && (m.ticketEpoch === m.epoch || !rules.ticketEpoch);
  if (valid) return { after: m, ticket: m.ticket };
  return { after: { ...m, ticket: fresh, ticketEpoch: m.epoch }, ticket: fresh };
}

export function create(m: Memory, rev: number, ticket: number, rules: Rules): Memory {
  if (stands(m, rules)) {
    return { ...m, rev: rules.createRaises === 'to the maximum' ? Math.max(m.rev, rev) : rev };
  }
  const holds = m.ticket > 0 && m.ticket === ticket && (m.ticketEpoch === m.epoch || !rules.ticketEpoch);
  if (!holds && rules.createWith === 'a ticket') return m;
  return { ...m, rev, stamp: m.epoch, ticket: 0, ticketEpoch: 0 };
}

export function raise(m: Memory, rev: number, rules: Rules): Memory {
  const torn = rules.raiseTears ? { ...m, ticket: 0, ticketEpoch: 0 } : m;
  if (m.rev === 0) return rules.raise === 'what exists' ? torn : { ...torn, rev, stamp: m.epoch };
  if (rules.raise === 'to any number') return { ...torn, rev };
  const stamp = rules.raise === 'and stamps anew' ? m.epoch : m.stamp;
  return { ...torn, rev: Math.max(m.rev, rev), stamp };
}

/** What a decision with a policy of this revision is told. */
export function judge(m: Memory, rev: number, rules: Rules): 'goes on' | 'stale' | 'unknown' {
  if (!stands(m, rules)) return rules.absent === 'is unknown' ? 'unknown' : 'goes on';
  return m.rev > rev ? 'stale' : 'goes on';
}

import { type Bounds, broken, type Loader, type State, start, steps, type Writer } from './protocol';
import { RULES, type Rules } from './rules';

export interface Explored {
  states: number;
  /** How promise 11 is broken, step by step; null where it holds in every state. */
  trail: string[] | null;
}

/** Walks through every state that any interleaving can reach, the nearest first. */
export function explore(bounds: Bounds, mutation: Partial<Rules> = {}): Explored {
  const rules = { ...RULES, ...mutation };
  const first = start(bounds);
  const seen = new Set([spell(first)]);
  const states: State[] = [first];
  const from: [parent: number, step: string][] = [[-1, '']];
  for (let i = 0; i < states.length; i++) {
    for (const [step, after] of steps(states[i] as State, rules)) {
      const spelled = spell(after);
      if (seen.has(spelled)) continue;
      seen.add(spelled);
      states.push(after);
      from.push([i, step]);
      const problem = broken(after, rules);
      if (problem) return { states: states.length, trail: [...trailTo(states.length - 1, from), problem] };
    }
    // What was walked through is needed no more; its spelling stays.
    delete states[i];
  }
  return { states: states.length, trail: null };
}

function trailTo(index: number, from: [number, string][]): string[] {
  const trail: string[] = [];
  for (let i = index; i > 0; ) {
    const [parent, step] = from[i] ?? [0, ''];
    trail.unshift(step);
    i = parent;
  }
  return trail;
}

const PLACES = [
  'idle',
  'raising early',
  'committed',
  'raised',
  'answered',
  'took',
  'done',
  'ticket',
  'half read',
  'read',
  'cut off',
];
const place = (at: string): number => PLACES.indexOf(at);
/** Numbers below 2^16 as one short text. */
const text = (...numbers: number[]): string => String.fromCharCode(...numbers);

/** Two states that differ only in which writer or loader is which are one. */
function spell(s: State): string {
  const writers = s.writers.map(({ at, rev }: Writer) => text(place(at), rev)).sort();
  const loaders = s.loaders
    .map((l: Loader) => text(place(l.at), l.locks ? 1 : 0, l.ticket, l.rev, l.policy))
    .sort();
  const memory = (m: State['memory'] | null) =>
    m ? text(m.epoch, m.rev, m.stamp, m.ticket, m.ticketEpoch) : '';
  const rest = text(
    s.db,
    s.rows,
    s.answered,
    s.loadsLeft,
    s.nextTicket,
    s.nextEpoch,
    s.accidentsLeft,
    s.savesLeft,
    place(s.outbox.at),
    s.outbox.rows,
  );
  return `${rest}${writers.join('')}${loaders.join('')}${memory(s.memory)}${memory(s.saved)}${s.loaded}/${s.late}`;
}

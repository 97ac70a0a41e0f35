import { create, EMPTY, judge, type Memory, raise, takeTicket } from './memory';
import type { Rules } from './rules';

/**
 * The revision protocol as a machine of small steps, for exploring (explore.ts): two changes, two loaders,
 * the outbox, a store that forgets, restarts without its tail and is rebuilt. Nobody has to take a next
 * step, so every process may die anywhere. What a process sent to the store before it gave up may arrive
 * at any later time, also twice. Policies are never forgotten by whoever loaded them, and any instance may
 * decide with any of them at any time: that is the property itself.
 */
export interface State {
  /** The revision and the policy in the database: change n makes revision n. */
  db: number;
  memory: Memory;
  /** What a restart would bring back. */
  saved: Memory | null;
  /** Changes whose order to raise stands in the outbox; bit n is revision n. */
  rows: number;
  answered: number;
  writers: Writer[];
  outbox: { at: 'idle' | 'took' | 'done'; rows: number };
  loaders: Loader[];
  loadsLeft: number;
  /** Policies in some instance's memory, `revision.policy`. */
  loaded: string[];
  /** Creations under way whose sender gave up, `revision.ticket`. */
  late: string[];
  nextTicket: number;
  nextEpoch: number;
  accidentsLeft: number;
  savesLeft: number;
}

export interface Writer {
  at: 'idle' | 'raising early' | 'committed' | 'raised' | 'answered';
  rev: number;
}

export interface Loader {
  at: 'idle' | 'ticket' | 'half read' | 'read' | 'cut off';
  /** Whether it keeps writers from committing. */
  locks: boolean;
  ticket: number;
  rev: number;
  policy: number;
}

const IDLE: Loader = { at: 'idle', locks: false, ticket: 0, rev: 0, policy: 0 };
const TICKETS = 3;

/** How much may happen. */
export interface Bounds {
  changes: number;
  loads: number;
  accidents: number;
}

export const start = ({ changes, loads, accidents }: Bounds): State => ({
  db: 1,
  memory: { ...EMPTY, epoch: 1 },
  saved: null,
  rows: 0,
  answered: 1,
  writers: Array.from({ length: changes }, () => ({ at: 'idle', rev: 0 })),
  outbox: { at: 'idle', rows: 0 },
  loaders: [IDLE, IDLE],
  loadsLeft: loads,
  loaded: [],
  late: [],
  nextTicket: 1,
  nextEpoch: 2,
  accidentsLeft: accidents,
  savesLeft: accidents > 0 ? 1 : 0,
});

/** Promise 11 in one state: which old policy would be used though its change was answered; null if none. */
export function broken(s: State, rules: Rules): string | null {
  let inForce = s.answered;
  // A row that is gone says the same as an answer.
  for (let rev = 2; rev <= s.db; rev++) if (!(s.rows & (1 << rev))) inForce = Math.max(inForce, rev);
  for (const entry of s.loaded) {
    const [rev = 0, policy = 0] = entry.split('.').map(Number);
    if (policy < inForce && judge(s.memory, rev, rules) === 'goes on') {
      return `policy ${policy} is used after change ${inForce} was answered`;
    }
  }
  return null;
}

export type Step = [name: string, after: State];

const highest = (rows: number): number => 31 - Math.clz32(rows);
const add = (set: readonly string[], entry: string): string[] => [...new Set([...set, entry])].sort();
const put = <T>(list: readonly T[], i: number, value: T): T[] =>
  list.map((old, j) => (j === i ? value : old));

/** Every step that somebody may take next. */
export function steps(s: State, rules: Rules): Step[] {
  return [
    ...s.writers.flatMap((_, i) => writerSteps(s, i, rules)),
    ...s.loaders.flatMap((_, i) => loaderSteps(s, i, rules)),
    ...outboxSteps(s, rules),
    ...lateSteps(s, rules),
    ...storeSteps(s),
  ];
}

function writerSteps(s: State, i: number, rules: Rules): Step[] {
  const writer = s.writers[i] as Writer;
  const to = (at: Writer['at'], rev: number, more: Partial<State> = {}): State => ({
    ...s,
    ...more,
    writers: put(s.writers, i, { at, rev }),
  });
  const raised = { memory: raise(s.memory, writer.rev, rules) };
  const answer = { answered: Math.max(s.answered, writer.rev), rows: s.rows & ~(1 << writer.rev) };
  const commit = (at: Writer['at']): Step[] => {
    if (s.loaders.some((loader) => loader.locks)) return [];
    const rev = s.db + 1;
    const rows = rules.outbox === 'none' ? s.rows : s.rows | (1 << rev);
    return [[`change ${rev} commits`, to(at, rev, { db: rev, rows })]];
  };
  const early = rules.answer === 'after a raise before the commit';
  switch (writer.at) {
    case 'idle': {
      if (!early) return commit('committed');
      const rev = s.db + 1;
      return [
        [`revision ${rev} is raised`, to('raising early', rev, { memory: raise(s.memory, rev, rules) })],
      ];
    }
    case 'raising early':
      return commit('raised');
    case 'committed':
      if (rules.answer === 'before the raise')
        return [[`change ${writer.rev} answers`, to('answered', writer.rev, answer)]];
      return [[`revision ${writer.rev} is raised`, to('raised', writer.rev, raised)]];
    case 'raised':
      return [[`change ${writer.rev} answers`, to('answered', writer.rev, answer)]];
    default:
      return [];
  }
}

function loaderSteps(s: State, i: number, rules: Rules): Step[] {
  const loader = s.loaders[i] as Loader;
  const name = `loader ${i + 1}`;
  const to = (next: Partial<Loader>, more: Partial<State> = {}): State => ({
    ...s,
    ...more,
    loaders: put(s.loaders, i, { ...loader, ...next }),
  });
  const idle = (more: Partial<State>): State => ({ ...s, ...more, loaders: put(s.loaders, i, IDLE) });
  const ticket = (at: Loader['at']): Step[] => {
    const { after, ticket } = takeTicket(s.memory, s.nextTicket, rules);
    const nextTicket = ticket === s.nextTicket ? s.nextTicket + 1 : s.nextTicket;
    if (nextTicket > TICKETS + 1) return [];
    const started = loader.at === 'idle' ? { loadsLeft: s.loadsLeft - 1 } : {};
    return [
      [`${name} takes ticket ${ticket}`, to({ at, ticket }, { memory: after, nextTicket, ...started })],
    ];
  };
  const read = (more: Partial<State> = {}): Step => {
    if (rules.lock) {
      const seen = { at: 'read', locks: true, rev: s.db, policy: s.db } as const;
      return [`${name} reads revision and policy ${s.db}, and locks`, to(seen, more)];
    }
    return [`${name} reads policy ${s.db}`, to({ at: 'half read', policy: s.db }, more)];
  };
  const first = rules.ticketTaken === 'before it reads';
  const hasTicket = first || loader.ticket !== 0;
  switch (loader.at) {
    case 'idle':
      if (s.loadsLeft === 0) return [];
      return first ? ticket('ticket') : [read({ loadsLeft: s.loadsLeft - 1 })];
    case 'ticket':
      return [read()];
    case 'half read':
      return [[`${name} reads revision ${s.db}`, to({ at: 'read', rev: s.db })]];
    case 'read': {
      if (!hasTicket)
        return [...ticket('read'), [`${name} loses its lock`, to({ at: 'cut off', locks: false })]];
      const memory = create(s.memory, loader.rev, loader.ticket, rules);
      const loaded = add(s.loaded, `${loader.rev}.${loader.policy}`);
      const late = add(s.late, `${loader.rev}.${loader.ticket}`);
      return [
        [`${name} creates revision ${loader.rev} with ticket ${loader.ticket}`, idle({ memory, loaded })],
        [`${name} gives up while revision ${loader.rev} is being created`, idle({ late })],
      ];
    }
    case 'cut off': {
      if (!hasTicket) return ticket('cut off');
      const memory = create(s.memory, loader.rev, loader.ticket, rules);
      return [[`${name}, cut off, creates revision ${loader.rev}`, idle({ memory })]];
    }
  }
}

function outboxSteps(s: State, rules: Rules): Step[] {
  const { at, rows } = s.outbox;
  const clear = { rows: s.rows & ~rows };
  const memory = rows ? raise(s.memory, highest(rows), rules) : s.memory;
  if (at === 'idle') {
    if (s.rows === 0) return [];
    const taken = rules.outbox === 'cleared before the raise' ? { rows: 0 } : {};
    return [['the outbox takes its rows', { ...s, ...taken, outbox: { at: 'took', rows: s.rows } }]];
  }
  if (at === 'took') {
    return [
      ['the outbox raises', { ...s, memory, outbox: { at: 'done', rows } }],
      ['the outbox gives up', { ...s, outbox: { at: 'idle', rows: 0 } }],
    ];
  }
  return [['the outbox clears its rows', { ...s, ...clear, outbox: { at: 'idle', rows: 0 } }]];
}

/** What arrives long after its sender gave up. */
function lateSteps(s: State, rules: Rules): Step[] {
  const raises = Array.from({ length: s.db - 1 }, (_, i): Step => {
    const rev = i + 2;
    return [`a late raise to ${rev} arrives`, { ...s, memory: raise(s.memory, rev, rules) }];
  });
  const creations = s.late.map((entry): Step => {
    const [rev = 0, ticket = 0] = entry.split('.').map(Number);
    const memory = create(s.memory, rev, ticket, rules);
    return [`a late creation of ${rev} with ticket ${ticket} arrives`, { ...s, memory }];
  });
  return [...raises, ...creations];
}

/**
 * The store's own fate. Whoever notices a loss removes the epoch; the rebuild sets another. Left out, as an
 * exception that promise 11 states: a tail that is lost together with a rebuild, or soon after one. For up to
 * 30 s, the age of a policy, a revision from before the rebuild, which has no epoch, may then count again.
 */
function storeSteps(s: State): Step[] {
  const found: Step[] = [];
  const { memory, saved } = s;
  const epoch = s.nextEpoch;
  const noTicket = { ...memory, ticket: 0, ticketEpoch: 0 };
  if (memory.ticket) found.push(['the ticket runs out', { ...s, memory: noTicket }]);
  if (memory.epoch === 0) {
    const rebuilt = { ...memory, epoch };
    found.push([`the shard is rebuilt as epoch ${epoch}`, { ...s, memory: rebuilt, nextEpoch: epoch + 1 }]);
  }
  if (s.accidentsLeft === 0) return found;
  if (s.savesLeft > 0 && !underNoEpoch(memory)) {
    found.push(['the store saves what it holds', { ...s, saved: memory, savesLeft: s.savesLeft - 1 }]);
  }
  const accidentsLeft = s.accidentsLeft - 1;
  // Saved and never needed is as good as never saved.
  const after = { ...s, accidentsLeft, saved: null, ...(accidentsLeft === 0 && { savesLeft: 0 }) };
  found.push(['the store forgets everything', { ...after, memory: EMPTY }]);
  found.push(['the epoch is removed', { ...after, memory: { ...memory, epoch: 0 } }]);
  if (saved) {
    const restarted = { ...saved, epoch: 0 };
    found.push(['the store restarts without its tail', { ...after, memory: restarted }]);
  }
  return found;
}

const underNoEpoch = (m: Memory): boolean =>
  (m.rev > 0 && m.stamp === 0) || (m.ticket > 0 && m.ticketEpoch === 0);

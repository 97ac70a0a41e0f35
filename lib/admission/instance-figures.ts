import { newId } from '../ids';
import { processState } from '../process-state';
import { startRounds } from '../rounds';
import { writeFigures } from '../usage/instance-records';
import { decisionTimes } from './decision-times';
import { howManyRun } from './running';
import { decisionTally } from './tally';

/** What a process tells the others of itself, for the system page. */
export interface InstanceFigures {
  /** Decisions of the last five minutes, by bucket (decision-times.ts). */
  times: number[];
  /** Decisions since it began, by who made them. */
  sources: Record<string, number>;
  running: number;
  memoryBytes: number;
}

const EVERY_MS = 5000;

const known = () => processState<{ id: string | null }>('instance id', () => ({ id: null }));

/** By which this process is known to others; null where nothing is looked after, as in a script. */
export const ownInstance = (): string | null => known().id;

/** Gives this process a new id. */
export function beKnown(): string {
  const id = newId();
  known().id = id;
  return id;
}

export function ownFigures(): InstanceFigures {
  const sources: Record<string, number> = {};
  for (const { source, count } of decisionTally()) sources[source] = (sources[source] ?? 0) + count;
  return {
    times: decisionTimes().recent(performance.now()),
    sources,
    running: howManyRun(),
    memoryBytes: process.memoryUsage.rss(),
  };
}

/** Tells them every five seconds. While the database is away nobody could read them. */
export const startFigures = (instanceId: string): { stop(): Promise<void> } =>
  startRounds(EVERY_MS, () => writeFigures(instanceId, ownFigures()).catch(() => undefined));

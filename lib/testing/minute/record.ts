import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import type { Actual, Claim, Decision } from '../../limits/decision';
import { DECIDE } from '../../limits/lua/decide';
import { SETTLE } from '../../limits/lua/settle';
import { TOGETHER } from '../../limits/lua/together';
import type { Subjects } from '../../plans/policy';
import { type Carried, carriedBy } from '../carried';

/** A decision of the store, as an instance got it. */
export interface Decided {
  what: 'decided';
  claim: Claim;
  subjects: Subjects;
  decision: Decision;
}

export interface Settling {
  what: 'settling';
  id: string;
  actual: Actual;
}

/** What all instances wrote down, by reservation. */
export function readRecords(files: string[]): {
  decided: Map<string, Decided>;
  settling: Map<string, Settling>;
} {
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'));
  const entries = lines.filter(Boolean).map((line) => JSON.parse(line) as Decided | Settling);
  const decided = new Map<string, Decided>();
  const settling = new Map<string, Settling>();
  for (const entry of entries) {
    if (entry.what === 'decided') decided.set(entry.decision.id, entry);
    else settling.set(entry.id, entry);
  }
  return { decided, settling };
}

export interface Order {
  /** Decisions and settles as the store ran them, one after the other. */
  steps: Carried[];
  close(): void;
}

/** Listens to a store in which order it runs what all instances send. */
export async function listenTo(redisUrl: string): Promise<Order> {
  const redis = new Redis(redisUrl, { protocol: 2 });
  // Known beforehand: else the first of each comes twice, and only the second time it runs.
  for (const { source } of [DECIDE, SETTLE, TOGETHER]) await redis.script('LOAD', source);
  const monitor = await redis.monitor();
  const steps: Order['steps'] = [];
  monitor.on('monitor', (_time: string, command: string[]) => {
    steps.push(...carriedBy(command));
  });
  return {
    steps,
    close() {
      monitor.disconnect();
      redis.disconnect();
    },
  };
}

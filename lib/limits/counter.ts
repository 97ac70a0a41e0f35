import { createHash } from 'node:crypto';
import { formatWindow, type Limit, METRICS, type Metric } from '../plans/limit';

/** A counter as the scripts know it (lua/counters.ts): numbers alone, exact in Lua. */
export interface CounterCode {
  /** kind + 8 × metric + 64 × resource */
  desc: number;
  /** A rolling one's length in ms; else what tells counters of a kind apart. */
  window: number;
}

const KIND = { rolling: 1, calendar: 2, lifetime: 3, standing: 3, concurrent: 4 } as const;
const DAY_MS = 86_400_000;
/** How long after a period's end its counter is kept. */
const KEPT_MS = 8 * DAY_MS;

/** The first 44 bits of a name's hash: a double and Lua's 14 digits hold it exactly. */
export const codeOf = (name: string): number =>
  Number.parseInt(createHash('sha1').update(name).digest('hex').slice(0, 11), 16);

/** 0 is every resource. */
export const resourceCode = (resource: string): number =>
  resource === '' ? 0 : (codeOf(resource) % 0xffffff) + 1;

export function counterCode({ metric, resource, window }: Limit): CounterCode {
  const desc = KIND[window.kind] + 8 * (METRICS.indexOf(metric) + 1) + 64 * resourceCode(resource);
  if (window.kind === 'rolling') return { desc, window: window.windowMs };
  if (window.kind === 'calendar') return { desc, window: codeOf(formatWindow(window)) };
  return { desc, window: window.kind === 'standing' ? 1 : 0 };
}

/**
 * A subject's TTL, ms: twice the longest that one of its counters has to be kept unused, negative where one
 * of them must never be lost (lifetime, standing).
 */
export function subjectTtlMs(counters: readonly Limit[]): number {
  const kept = counters.map(({ window }) => {
    if (window.kind === 'rolling') return window.windowMs + Math.ceil(window.windowMs / 60);
    if (window.kind === 'calendar') return (window.unit === 'day' ? 1 : 31) * DAY_MS + KEPT_MS;
    return DAY_MS;
  });
  const ttlMs = 2 * Math.max(60_000, ...kept);
  return counters.some(({ window }) => window.kind === 'lifetime' || window.kind === 'standing')
    ? -ttlMs
    : ttlMs;
}

/** Held until settled; everything else is used at admission (`reserves` in lua/counters.ts). */
export const isReserved = (metric: Metric): boolean =>
  metric === 'tokens' || metric === 'cost' || metric === 'bytes';

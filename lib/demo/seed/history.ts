import { v7 } from 'uuid';
import { costMicros } from '../../money';
import { limitId } from '../../plans/limit';
import { MINUTE } from '../../plans/policy';
import type { LedgerEvent } from '../../usage/ledger-event';
import type { CountedDenials } from '../../usage/write-denials';
import { type Chance, chance } from './chance';
import { drawn, minuteWeights, SHAPES, type ShapeName } from './shapes';

/**
 * A month of traffic as a company would have made it: office hours, quiet weekends, a slow rise, a nightly
 * job that runs into its limit, one bad afternoon upstream. The same end gives the same events.
 */

export interface Caller {
  /** null: a browser session */
  keyId: string | null;
  userId: string;
  /** Calls in an average weekday's busiest hour. */
  busiest: number;
  rhythm: 'office' | 'evening' | 'steady';
  /** How large its requests are and how they come. */
  shape: ShapeName;
  /** Share of calls by model name; the rest goes to the last. */
  models: HistoryModel[];
}

export interface HistoryModel {
  name: string;
  share: number;
  inputPrice: number;
  outputPrice: number;
  weight: number;
}

export interface HistoryPlan {
  workspaceId: string;
  endMs: number;
  days: number;
  callers: Caller[];
  /** Calls every night at 02:00 UTC as fast as its limit lets it. */
  nightly?: { caller: Caller; rpm: number; minutes: number };
  /** Another one gives other calls. */
  seed?: number;
}

export interface HistoryPart {
  events: LedgerEvent[];
  denials: CountedDenials[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** By hour of the UTC day, 0 to 1. */
const RHYTHMS: Record<Caller['rhythm'], number[]> = {
  office: [1, 1, 1, 1, 1, 2, 6, 18, 55, 86, 97, 92, 70, 84, 100, 96, 82, 60, 30, 16, 10, 6, 3, 2],
  evening: [22, 12, 7, 4, 3, 4, 9, 18, 24, 28, 30, 34, 42, 40, 38, 44, 56, 72, 88, 97, 100, 90, 68, 42],
  steady: [60, 58, 55, 54, 52, 55, 60, 68, 75, 80, 85, 88, 90, 92, 95, 97, 100, 98, 94, 88, 82, 76, 70, 64],
};

/** The generated calls and refusals of a plan, oldest first. */
export function generateHistory(plan: HistoryPlan): HistoryPart {
  const hours = [...historyByHour(plan)];
  return {
    events: hours.flatMap(({ events }) => events),
    denials: hours.flatMap(({ denials }) => denials),
  };
}

/** The same an hour at a time: a year of a busy workspace does not fit into memory. */
export function* historyByHour(plan: HistoryPlan): Generator<HistoryPart> {
  const luck = chance(plan.seed ?? 20_261);
  const startMs = Math.floor((plan.endMs - plan.days * DAY_MS) / HOUR_MS) * HOUR_MS;
  for (let hourMs = startMs; hourMs < plan.endMs; hourMs += HOUR_MS) {
    const day = Math.floor((hourMs - startMs) / DAY_MS);
    const part: HistoryPart = { events: [], denials: [] };
    for (const caller of plan.callers) {
      const expected = expectedCalls(caller, hourMs, day / plan.days);
      const weights = minuteWeights(SHAPES[caller.shape].bursts, luck);
      for (const [minute, weight] of weights.entries()) {
        const calls = luck.around((expected / 60) * weight);
        for (let i = 0; i < calls; i++) {
          const atMs = hourMs + minute * 60_000 + luck.whole(0, 59_999);
          part.events.push(call(plan, caller, atMs, isBadAfternoon(day, hourMs), luck));
        }
      }
    }
    if (plan.nightly && new Date(hourMs).getUTCHours() === 2) {
      nightlyRun(plan, plan.nightly, hourMs, luck, part);
    }
    yield {
      events: part.events
        .filter((event) => event.settledAtMs < plan.endMs)
        .sort((x, y) => x.admittedAtMs - y.admittedAtMs),
      denials: part.denials.filter((denial) => denial.startMs < plan.endMs),
    };
  }
}

function expectedCalls(caller: Caller, hourMs: number, progress: number): number {
  const at = new Date(hourMs);
  const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
  const quiet = weekend ? (caller.rhythm === 'office' ? 0.12 : 0.7) : 1;
  const rise = 0.75 + 0.5 * progress;
  return (caller.busiest * (RHYTHMS[caller.rhythm][at.getUTCHours()] ?? 0) * quiet * rise) / 100;
}

/** The upstream failed for three hours on the eleventh day. */
const isBadAfternoon = (day: number, hourMs: number): boolean => {
  const hour = new Date(hourMs).getUTCHours();
  return day === 11 && hour >= 13 && hour < 16;
};

function call(plan: HistoryPlan, caller: Caller, atMs: number, troubled: boolean, luck: Chance): LedgerEvent {
  const model = pickModel(caller.models, luck.fraction());
  const dice = luck.fraction();
  const failed = dice < (troubled ? 0.35 : 0.008);
  const left = !failed && dice > 0.985;
  const streamed = luck.fraction() < 0.6;
  const shape = SHAPES[caller.shape];
  const tokensIn = failed ? 0 : drawn(shape.tokensIn, luck);
  const tokensOut = failed ? 0 : Math.ceil(drawn(shape.tokensOut, luck) * (left ? 0.4 : 1));
  const firstByteMs = luck.spread(220) + Math.round(tokensIn * 0.09);
  const durationMs = firstByteMs + (failed ? 0 : tokensOut * luck.whole(6, 14));
  return {
    id: v7({ msecs: atMs, random: luck.bytes(16) }),
    admittedAtMs: atMs,
    settledAtMs: atMs + durationMs,
    workspaceId: plan.workspaceId,
    keyId: caller.keyId,
    userId: caller.userId,
    resource: 'chat',
    model: model.name,
    outcome: failed ? 'upstream_error' : left && streamed ? 'client_closed' : 'ok',
    status: failed ? 502 : 200,
    streamed,
    requests: 1,
    tokensIn,
    tokensOut,
    tokensMetered: (tokensIn + tokensOut) * model.weight,
    costMicros: costMicros(tokensIn, model.inputPrice, tokensOut, model.outputPrice),
    messages: 0,
    descriptions: 0,
    units: 0,
    unbilledMicros: 0,
    estimated: left && streamed,
    priceVersion: 1,
    durationMs,
    firstByteMs: streamed && !failed ? firstByteMs : null,
    rank: 2,
  };
}

function pickModel(models: HistoryModel[], dice: number): HistoryModel {
  let passed = 0;
  for (const model of models) {
    passed += model.share;
    if (dice < passed) return model;
  }
  const last = models.at(-1);
  if (!last) throw new Error('a caller needs a model');
  return last;
}

/** Admitted up to its requests a minute; what comes beyond is refused by that limit. */
function nightlyRun(
  plan: HistoryPlan,
  { caller, rpm, minutes }: NonNullable<HistoryPlan['nightly']>,
  hourMs: number,
  luck: Chance,
  { events, denials }: HistoryPart,
): void {
  for (let minute = 0; minute < minutes; minute++) {
    const startMs = hourMs + minute * 60_000;
    const tried = luck.whole(Math.ceil(rpm * 0.6), rpm * 2);
    for (let i = 0; i < Math.min(tried, rpm); i++) {
      events.push(call(plan, caller, startMs + luck.whole(0, 20_000), false, luck));
    }
    if (tried <= rpm) continue;
    denials.push({
      startMs,
      workspaceId: plan.workspaceId,
      keyId: caller.keyId ?? 'session',
      userId: caller.userId,
      resource: 'chat',
      model: caller.models.at(-1)?.name ?? '',
      limit: limitId({ metric: 'requests', resource: '', scope: 'key', window: MINUTE }),
      code: 'rate_limit_exceeded',
      denied: tried - rpm,
    });
  }
}

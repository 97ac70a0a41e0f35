import { describe, expect, it } from 'vitest';
import { ledgerEvent } from '../../usage/ledger-event';
import { type Caller, generateHistory } from './history';

const END_MS = Date.UTC(2026, 4, 20, 10, 30);
const model = {
  name: 'm',
  share: 1,
  inputPrice: 150_000,
  outputPrice: 600_000,
  weight: 2,
};
const caller = (more: Partial<Caller>): Caller => ({
  keyId: '0198a000-0000-7000-8000-00000000000a',
  userId: '0198a000-0000-7000-8000-0000000000ff',
  busiest: 20,
  rhythm: 'office',
  shape: 'conversation',
  models: [model],
  ...more,
});
const plan = {
  workspaceId: '0198a000-0000-7000-8000-000000000001',
  endMs: END_MS,
  days: 14,
  callers: [caller({}), caller({ keyId: null, rhythm: 'evening' })],
  nightly: { caller: caller({ busiest: 0 }), rpm: 30, minutes: 5 },
};
const { events, denials } = generateHistory(plan);
const { nightly: _, ...quiet } = plan;

describe('generated history', () => {
  it('is the same for the same end, ids included, so that writing it twice counts once', () => {
    expect(generateHistory(plan)).toEqual({ events, denials });
    expect(new Set(events.map((e) => e.id)).size).toBe(events.length);
  });

  it('is what the ledger accepts, and all of it has happened', () => {
    for (const event of events) expect(ledgerEvent.safeParse(event).success).toBe(true);
    expect(Math.max(...events.map((e) => e.settledAtMs))).toBeLessThan(END_MS);
  });

  it('is priced and weighted as the gateway would', () => {
    for (const e of events) {
      expect(e.tokensMetered).toBe((e.tokensIn + e.tokensOut) * 2);
      expect(e.costMicros).toBe(Math.ceil((e.tokensIn * 150_000 + e.tokensOut * 600_000) / 1_000_000));
    }
  });

  it('is quiet at night and at weekends', () => {
    const office = events.filter((e) => e.keyId !== null && new Date(e.admittedAtMs).getUTCHours() !== 2);
    const at = (days: number[]) =>
      office.filter((e) => days.includes(new Date(e.admittedAtMs).getUTCDay())).length;
    expect(at([0, 6]) / 2).toBeLessThan(at([1, 2, 3, 4, 5]) / 5 / 4);
  });

  it('refuses only minutes in which the limit was used up', () => {
    expect(denials.length).toBeGreaterThan(0);
    for (const denial of denials) {
      const inMinute = events.filter(
        (e) =>
          e.keyId === denial.keyId &&
          e.admittedAtMs >= denial.startMs &&
          e.admittedAtMs < denial.startMs + 60_000,
      );
      expect(inMinute.length).toBeGreaterThanOrEqual(30);
    }
  });

  it('has requests as large as real ones: medians and tails of the traces it is shaped by', () => {
    const quantile = (values: number[], share: number) =>
      values.sort((a, b) => a - b)[Math.floor(share * values.length)] ?? 0;
    const made = generateHistory({ ...quiet, callers: [caller({ shape: 'code', busiest: 200 })] });
    const ok = made.events.filter((e) => e.outcome === 'ok');
    const [tokensIn, tokensOut] = [ok.map((e) => e.tokensIn), ok.map((e) => e.tokensOut)];
    expect(quantile(tokensIn, 0.5)).toBeGreaterThan(1300);
    expect(quantile(tokensIn, 0.5)).toBeLessThan(1650);
    expect(quantile(tokensOut, 0.5)).toBeGreaterThanOrEqual(12);
    expect(quantile(tokensOut, 0.5)).toBeLessThanOrEqual(14);
    expect(quantile(tokensOut, 0.99)).toBeGreaterThan(150);
  });

  it('comes in bursts where the trace does, and evenly where it does not', () => {
    const spread = (shape: 'code' | 'conversation') => {
      const one = caller({ shape, busiest: 3000, rhythm: 'steady' });
      const { events: calls } = generateHistory({ ...quiet, days: 1, callers: [one] });
      const minutes = new Map<number, number>();
      for (const { admittedAtMs } of calls) {
        const minute = Math.floor(admittedAtMs / 60_000);
        minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
      }
      const counts = [...minutes.values()];
      const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
      return Math.sqrt(counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length) / mean;
    };
    expect(spread('conversation')).toBeLessThan(0.4);
    expect(spread('code')).toBeGreaterThan(0.8);
  });
});

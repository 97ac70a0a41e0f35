import { describe, expect, it } from 'vitest';
import { add, honest, NONE, vitestCounts } from './counts';

describe('counts of a test run', () => {
  it('adds up', () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    expect(add(add(NONE, one), one)).toEqual({ passed: 2, failed: 4, skipped: 6 });
  });

  it('takes a run that ended badly without a failed test for a failure', () => {
    expect(honest({ passed: 5, failed: 0, skipped: 0 }, 1).failed).toBe(1);
    expect(honest({ passed: 5, failed: 2, skipped: 0 }, 1).failed).toBe(2);
    expect(honest({ passed: 5, failed: 0, skipped: 0 }, 0).failed).toBe(0);
  });

  it('takes a run without a report for a failure', () => {
    expect(vitestCounts('/nowhere/report.json', 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

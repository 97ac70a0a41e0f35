import fs from 'node:fs';
import type { Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter';

/** A line for each journey as it ends, failures in full, and the counts for the test runner. */
export default class JourneyReporter implements Reporter {
  private readonly counts = { passed: 0, failed: 0, skipped: 0 };

  onTestEnd(test: TestCase, result: TestResult): void {
    const title = test.titlePath().filter(Boolean).join(' › ');
    const seconds = (result.duration / 1000).toFixed(1);
    if (result.status === 'skipped') this.counts.skipped++;
    else if (test.outcome() === 'expected') this.counts.passed++;
    else this.counts.failed++;
    const mark = result.status === 'skipped' ? '-' : test.outcome() === 'expected' ? '✓' : '✗';
    console.log(`  ${mark} ${title} (${seconds} s)`);
    for (const error of result.errors) this.onError(error);
  }

  onError(error: TestError): void {
    console.log(error.stack ?? error.message ?? error.value);
  }

  onEnd(): void {
    const report = process.env.JOURNEYS_REPORT;
    if (report) fs.writeFileSync(report, JSON.stringify(this.counts));
  }
}

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../demo/bootstrap.mjs';
import { onStop, run } from '../demo/lifecycle.mjs';
import { say } from '../demo/progress.mjs';
import { add, type Counts, NONE, vitestCounts } from './counts';
import { startTestServices } from './services';

const bin = (name: string): string => path.join(ROOT, 'node_modules', name);
const headline = (text: string): void => say(`\n━━━ ${text}`);

/** Everything: static checks, unit, integration, browser. Ends in the one line `N passed, N failed`. */
export async function testAll(): Promise<number> {
  return conclude([staticChecks, unit, () => integration(), () => browser([])]);
}

/** What needs no service. */
export async function check(): Promise<number> {
  return conclude([staticChecks, unit]);
}

/** The browser alone. */
export async function journeys(args: string[]): Promise<number> {
  return conclude([() => browser(args)]);
}

/** The proofs with all of their rounds. @param paths narrows them */
export async function proofs(paths: string[], env: Record<string, string>): Promise<number> {
  // One file after the other: they measure, or fill both cores by themselves.
  return conclude([() => integration({ LONG: '1', ...env }, ['--no-file-parallelism', ...paths])]);
}

async function conclude(stages: (() => Promise<Counts>)[]): Promise<number> {
  let total = NONE;
  for (const stage of stages) total = add(total, await stage());
  if (total.skipped > 0)
    say(`\n${total.skipped} skipped: what they need is not on this machine (see above).`);
  say(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** Types and lint: one check each. */
async function staticChecks(): Promise<Counts> {
  let total = NONE;
  const checks: [string, string, string[]][] = [
    ['Types (tsc)', bin('typescript/bin/tsc'), ['--noEmit']],
    ['Format and lint (biome)', bin('@biomejs/biome/bin/biome'), ['check', '.']],
  ];
  for (const [title, script, args] of checks) {
    headline(title);
    const { code } = await run(process.execPath, [script, ...args], { cwd: ROOT, print: true });
    say(code === 0 ? '  ✓ clean' : '  ✗ not clean');
    total = add(total, { passed: Number(code === 0), failed: Number(code !== 0), skipped: 0 });
  }
  return total;
}

const unit = (): Promise<Counts> => vitest('Unit and architecture tests', 'unit', {});

async function integration(env: Record<string, string> = {}, args: string[] = []): Promise<Counts> {
  const services = await startTestServices();
  try {
    const servers = { TEST_DATABASE_URL: services.postgresUrl, TEST_REDIS_URL: services.redisUrl };
    return await vitest(
      'Integration tests on PostgreSQL and Redis',
      'integration',
      { ...env, ...servers },
      args,
    );
  } finally {
    await services.stop();
  }
}

/** Loaded when its turn comes: it imports the application, whose defects are the earlier stages' to tell. */
async function browser(args: string[]): Promise<Counts> {
  const { runJourneys } = await import('./journeys');
  return runJourneys(args);
}

async function vitest(
  title: string,
  project: string,
  env: Record<string, string>,
  narrowing: string[] = [],
): Promise<Counts> {
  headline(title);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headroom-report-'));
  const forget = onStop('the report', () => fs.rmSync(folder, { recursive: true, force: true }));
  const report = path.join(folder, 'report.json');
  const args = [
    ...[bin('vitest/vitest.mjs'), 'run', '-c', 'lib/testing/vitest.config.ts', '--project', project],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ...narrowing,
  ];
  const { code } = await run(process.execPath, args, { cwd: ROOT, env, print: true });
  const counts = vitestCounts(report, code);
  forget();
  fs.rmSync(folder, { recursive: true, force: true });
  return counts;
}

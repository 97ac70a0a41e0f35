import fs from 'node:fs';
import path from 'node:path';
import { startApp } from '../demo/app';
import { ROOT } from '../demo/bootstrap.mjs';
import { buildIfNeeded } from '../demo/build-app.mjs';
import { onStop, run, stopAll } from '../demo/lifecycle.mjs';
import { say, step } from '../demo/progress.mjs';
import { closeStores, seedDemo } from '../demo/seed/seed-demo';
import { makeOutsideFolder } from '../demo/services/account';
import { backendEnvironment, startBackend } from '../demo/services/backend';
import { freePort } from '../demo/services/ports';
import { logTail } from '../demo/services/process';
import { SettingsFile, writePrivate } from '../demo/settings';
import { chromiumPath } from './chromium';
import { type Counts, honest, NONE } from './counts';

/** Runs the journeys of e2e/ in Chromium against the built application, with services and data of its own. */
export async function runJourneys(args: string[]): Promise<Counts> {
  say('\n━━━ Journeys in Chromium against npm start');
  const chromium = await chromiumPath();
  const folder = makeOutsideFolder('headroom-e2e-');
  onStop('the data of this run', () => fs.rmSync(folder, { recursive: true, force: true }));
  const settings = SettingsFile.open(folder, () => folder);
  const backend = await startBackend(settings);
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const env = {
    BASE_URL: baseUrl,
    // A journey has a webhook go to a receiver of its own.
    WEBHOOKS_TO_LOOPBACK: '1',
    // A browser and all services on one small machine: a store that takes its time is no store that is down.
    STORE_DEADLINE_MS: '1000',
    ...backendEnvironment(settings, backend),
  };
  const info = await seedDemo({ settings, env, upstreamUrl: backend.upstreamUrl });
  await closeStores();
  await buildIfNeeded();
  const app = await step('Starting Headroom', () => startApp({ port, host: '127.0.0.1', env, folder }));
  let over = false;
  void app.ended.then((sentence) => {
    if (!over) say(`  ✗ ${sentence} Its log ends with:\n${logTail(path.join(folder, 'app.log'))}`);
  });
  const demoFile = path.join(folder, 'demo.json');
  writePrivate(demoFile, { baseUrl, ...info });

  const report = path.join(folder, 'journeys.json');
  const playwright = path.join(ROOT, 'node_modules/@playwright/test/cli.js');
  const { code } = await run(
    process.execPath,
    [playwright, 'test', '-c', 'e2e/playwright.config.ts', ...args],
    {
      cwd: ROOT,
      env: {
        DEMO_FILE: demoFile,
        JOURNEYS_REPORT: report,
        REST_URL: backend.restUrl,
        DATABASE_URL: backend.databaseUrl,
        ...(chromium && { CHROMIUM_PATH: chromium }),
      },
      print: true,
    },
  );
  const counts = fs.existsSync(report)
    ? (JSON.parse(fs.readFileSync(report, 'utf8')) as Counts)
    : { ...NONE, failed: 1 };
  over = true;
  await stopAll();
  return honest(counts, code);
}

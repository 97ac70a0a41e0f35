import fs from 'node:fs';
import path from 'node:path';
import { address } from './address';
import { checkPort, startApp, stopEarlierApp } from './app';
import { buildIfNeeded } from './build-app.mjs';
import type { DemoInfo } from './demo-info';
import { openSettings, resetHome, STATE, takeHome } from './home';
import { UserError } from './lifecycle.mjs';
import { say, step } from './progress.mjs';
import { closeStores, seedDemo } from './seed/seed-demo';
import { seedFiles } from './seed/seed-files';
import { backendEnvironment, startBackend } from './services/backend';
import { stopEarlierPostgres } from './services/postgres';
import { stopEarlierRedis } from './services/redis';
import { SettingsFile, writeEnvFile, writePrivate } from './settings';
import { welcome } from './welcome';

/** `npm run demo`: everything Headroom needs, then Headroom; runs until it is told to stop. */
export async function demo(args: string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== '--reset');
  if (unknown) throw new UserError(`Unknown option ${unknown}: the only one is --reset.`);
  const { port, host } = address();
  takeHome();
  await stopEarlierApp(STATE);
  await checkPort(port, host);
  if (args.includes('--reset')) await step('Removing the former data', reset);

  const settings = openSettings();
  const backend = await startBackend(settings);
  const baseUrl = `http://127.0.0.1:${port}`;
  const env = { BASE_URL: baseUrl, ...backendEnvironment(settings, backend) };
  writeEnvFile(path.join(STATE, 'env'), env);
  const info = await seedDemo({ settings, env, upstreamUrl: backend.upstreamUrl });
  await closeStores();
  await buildIfNeeded();
  const app = await step('Starting Headroom', () => startApp({ port, host, env, folder: STATE }));
  await seedFiles(settings, baseUrl);
  const file = path.join(STATE, 'demo.json');
  const demoInfo: DemoInfo = { baseUrl, ...info };
  writePrivate(file, demoInfo);
  say(welcome(demoInfo, file));
  throw new UserError(await Promise.race([app.ended, backend.ended]));
}

/** Ends what a killed run left, so that nothing writes into the folders while they go. */
async function reset(): Promise<void> {
  const file = path.join(STATE, 'settings.json');
  const folder = SettingsFile.read(file)?.dataFolder;
  if (folder && fs.existsSync(folder)) {
    await stopEarlierPostgres(folder);
    await stopEarlierRedis(folder);
  }
  resetHome();
}

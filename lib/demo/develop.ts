import path from 'node:path';
import { startBackground } from '../server/background';
import { address } from './address';
import { checkPort, stopEarlierApp } from './app';
import { ROOT } from './bootstrap.mjs';
import { openSettings, STATE, takeHome } from './home';
import { onStop, run, UserError } from './lifecycle.mjs';
import { closeStores, seedDemo } from './seed/seed-demo';
import { backendEnvironment, startBackend } from './services/backend';
import { writeEnvFile, writePrivate } from './settings';
import { welcome } from './welcome';

/** Next answers every path here; ledger, reaper and outbox run in this process. */
export async function develop(): Promise<number> {
  const { port, host } = address();
  takeHome();
  await stopEarlierApp(STATE);
  await checkPort(port, host);
  const settings = openSettings();
  const backend = await startBackend(settings);
  const baseUrl = `http://127.0.0.1:${port}`;
  const env = { BASE_URL: baseUrl, ...backendEnvironment(settings, backend) };
  writeEnvFile(path.join(STATE, 'env'), env);
  const info = await seedDemo({ settings, env, upstreamUrl: backend.upstreamUrl });
  onStop('the stores', closeStores);
  const file = path.join(STATE, 'demo.json');
  writePrivate(file, { baseUrl, ...info });
  const background = startBackground();
  onStop('the work beside requests', () => background.stop());
  console.log(welcome({ baseUrl, ...info }, file));
  const next = path.join(ROOT, 'node_modules/next/dist/bin/next');
  await run(process.execPath, [next, 'dev', '-p', String(port), '-H', host], {
    cwd: ROOT,
    env: { ...env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
    print: true,
  });
  throw new UserError('next dev ended.');
}

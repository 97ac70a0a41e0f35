import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './bootstrap.mjs';
import { UserError } from './lifecycle.mjs';
import { isFree } from './services/ports';
import { type RunningService, startService, stopLeftover, untilReady } from './services/process';

const ENTRY = path.join(ROOT, '.next/lane/server.mjs');
/** As in package.json. Requests live briefly and many at a time: more room for what is young halves its collection. */
const ROOM = '--max-semi-space-size=32';

export interface AppOptions {
  port: number;
  host: string;
  env: Record<string, string>;
  /** Where its pid and log go. */
  folder: string;
}

const pidFile = (folder: string): string => path.join(folder, 'app.pid');

/** What a killed run left on our port. */
export async function stopEarlierApp(folder: string): Promise<void> {
  const file = pidFile(folder);
  if (!fs.existsSync(file)) return;
  await stopLeftover('Headroom', Number(fs.readFileSync(file, 'utf8')), ENTRY, 'SIGTERM');
  fs.rmSync(file, { force: true });
}

/** @throws UserError one sentence that names the port. */
export async function checkPort(port: number, host: string): Promise<void> {
  if (await isFree(port, host)) return;
  throw new UserError(
    `Port ${port} is in use: stop what listens there, or choose another, as in PORT=${port + 1} npm run demo.`,
  );
}

/** Starts what `npm start` starts, and waits until it answers. */
export async function startApp(options: AppOptions): Promise<RunningService> {
  const service = {
    name: 'Headroom',
    command: process.execPath,
    args: [ROOM, ENTRY],
    cwd: ROOT,
    logFile: path.join(options.folder, 'app.log'),
    env: {
      ...options.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(options.port),
      HOST: options.host,
    },
    stopSignal: 'SIGTERM' as const,
    stopMs: 30_000,
  };
  const running = startService(service);
  fs.writeFileSync(pidFile(options.folder), String(running.pid));
  void running.ended.then(() => fs.rmSync(pidFile(options.folder), { force: true }));
  const ready = `http://127.0.0.1:${options.port}/api/ready`;
  await untilReady(service, running, async () => {
    const response = await fetch(ready, { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.ok;
  });
  return running;
}

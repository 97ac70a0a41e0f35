import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { killGroup, onStop, UserError } from '../lifecycle.mjs';

export interface Service {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  /** Where its output goes; its tail is shown when it does not start. */
  logFile: string;
  env?: Record<string, string>;
  account?: { uid?: number; gid?: number };
  stopSignal: NodeJS.Signals;
  /** After this long it is killed. */
  stopMs: number;
}

export interface RunningService {
  pid: number;
  /** Resolves with a sentence when the service ends, expected or not. */
  ended: Promise<string>;
  stop: () => Promise<void>;
}

/** What the service said last, for an error. */
export const logTail = (file: string): string =>
  fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n').slice(-8).join('\n') : '';

/**
 * Starts a long-running program in a session of its own, so that Ctrl-C reaches us alone and things
 * stop in order.
 */
export function startService(service: Service): RunningService {
  const log = fs.openSync(service.logFile, 'a', 0o600);
  const child = spawn(service.command, service.args, {
    cwd: service.cwd,
    env: { ...process.env, ...service.env },
    stdio: ['ignore', log, log],
    detached: true,
    ...service.account,
  });
  fs.closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${service.name} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`${service.name} ended (${signal ?? code}).`));
  });
  const stop = async () => {
    forget();
    killGroup(child.pid, service.stopSignal);
    const inTime = await Promise.race([ended.then(() => true), sleep(service.stopMs, false, { ref: false })]);
    if (inTime) return;
    killGroup(child.pid, 'SIGKILL');
    await ended;
  };
  const forget = onStop(service.name, stop);
  return { pid: child.pid ?? 0, ended, stop };
}

/** Waits until `probe` answers true. @throws UserError with the log's tail when it ends or takes too long. */
export async function untilReady(
  service: Service,
  running: RunningService,
  probe: () => Promise<boolean>,
  limitMs = 60_000,
): Promise<void> {
  let end: string | undefined;
  void running.ended.then((sentence) => {
    end = sentence;
  });
  const until = performance.now() + limitMs;
  while (!(await probe().catch(() => false))) {
    if (end || performance.now() > until) {
      const what = end ?? `${service.name} did not answer within ${limitMs / 1000} s.`;
      await running.stop();
      throw new UserError(`${what} Its log ${service.logFile} ends with:\n${logTail(service.logFile)}`);
    }
    await sleep(25);
  }
}

/** The command line of a live process, or null. */
export function commandLine(pid: number): string | null {
  try {
    if (fs.existsSync('/proc/self/cmdline')) {
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') || null;
    }
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/**
 * Ends what a killed run left behind. Only a process whose command line names `marker` (a path of ours)
 * is ours; any other has merely been given the same number.
 */
export async function stopLeftover(
  name: string,
  pid: number,
  marker: string,
  signal: NodeJS.Signals,
): Promise<boolean> {
  const isOurs = () => commandLine(pid)?.includes(marker) ?? false;
  if (!isOurs()) return false;
  process.kill(pid, signal);
  for (let waitedMs = 0; isOurs(); waitedMs += 50) {
    if (waitedMs === 20_000) process.kill(pid, 'SIGKILL');
    if (waitedMs > 25_000) throw new UserError(`${name} of an earlier run does not end (process ${pid}).`);
    await sleep(50);
  }
  return true;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { bundleProgram, ROOT } from '../bundle';

/** Bundles app.ts. */
export async function bundleApp(
  entry = 'lib/testing/faults/app.ts',
): Promise<{ file: string; remove(): void }> {
  const folder = path.join(ROOT, `.headroom/faults-${process.pid}`);
  const file = path.join(folder, 'app.mjs');
  await bundleProgram(entry, file);
  return { file, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

export interface InstanceOptions {
  file: string;
  args?: string[];
  env: Record<string, string>;
  /** How far this instance's clock is ahead. */
  clockMs?: number;
  /** The largest file that it can write, in kilobytes: beyond, its disk is full. */
  fileKilobytes?: number;
}

/** One instance of the application in a process of its own. */
export class Instance {
  port = 0;
  /** What it said last, for an error. */
  output = '';
  readonly #options: InstanceOptions;
  #child: ChildProcess | undefined;

  constructor(options: InstanceOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.port !== 0;
  }

  /** 0 where it is not running. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async start(): Promise<void> {
    const { file, args = [], env, clockMs = 0, fileKilobytes } = this.#options;
    const clock = clockMs === 0 ? [] : ['--import', shiftedClock(clockMs)];
    const node = [process.execPath, ...clock, file, ...args];
    // POSIX counts in blocks of 512 bytes.
    const limited = ['sh', '-c', `ulimit -f ${2 * (fileKilobytes ?? 0)}; exec "$0" "$@"`, ...node];
    const [command = '', ...rest] = fileKilobytes === undefined ? node : limited;
    const child = spawn(command, rest, {
      cwd: ROOT,
      env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production', TEST_CLOCK: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const port = new Promise<number>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          this.output = (this.output + text).slice(-8000);
          const match = /^port (\d+)$/m.exec(text);
          if (match) resolve(Number(match[1]));
        });
      }
      child.once('exit', () => reject(new Error(`An instance did not start:\n${this.output}`)));
    });
    child.once('exit', () => {
      this.port = 0;
    });
    this.port = await port;
  }

  /** SIGKILL, at once. */
  kill(): void {
    this.port = 0;
    this.#child?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
}

/** A module that moves the wall clock of the process which loads it first; monotonic clocks go on as they are. */
function shiftedClock(byMs: number): string {
  // A proxy and no subclass: libraries copy the methods of Date.prototype.
  const source = `const now = () => real() + ${byMs};
const real = Date.now;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, made) => Reflect.construct(target, given.length ? given : [now()], made),
  get: (target, name) => (name === 'now' ? now : target[name]),
});`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

// What runs must stop: one stack of undo steps for the demo, `npm run dev` and the test runner.
// Plain JavaScript with node: imports only, because it is loaded before node_modules exists.
import { spawn } from 'node:child_process';

/** An expected failure: one clear sentence for the person at the terminal. */
export class UserError extends Error {
  name = 'UserError';
}

/** @type {{ name: string, undo: () => unknown }[]} */
const stack = [];
/** @type {Promise<void> | undefined} */
let stopping;

/**
 * Registers what must be undone when the program ends. Newest first.
 * @param {string} name
 * @param {() => unknown} undo
 * @returns {() => void} forgets it
 */
export function onStop(name, undo) {
  if (stopping) throw new UserError('stopping');
  const entry = { name, undo };
  stack.push(entry);
  return () => {
    const at = stack.indexOf(entry);
    if (at >= 0) stack.splice(at, 1);
  };
}

async function unwind() {
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    try {
      await entry.undo();
    } catch (error) {
      console.log(
        `  ✗ ${entry.name} did not stop cleanly: ${error instanceof Error ? error.message : error}`,
      );
    }
  }
}

/** Undoes everything, once. */
export function stopAll() {
  stopping ??= unwind();
  return stopping;
}

/**
 * Runs a program that ends by itself or by a signal, and leaves nothing running either way.
 * @param {() => Promise<number>} main answers the exit code
 */
export async function runProgram(main) {
  let ending = false;
  const end = async (/** @type {number} */ code) => {
    if (ending) return;
    ending = true;
    await stopAll();
    process.exit(code);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (!ending) console.log('\nStopping …');
      void end(0);
    });
  }
  const fail = async (/** @type {unknown} */ error) => {
    if (ending) return;
    const known = error instanceof Error && error.name === 'UserError';
    if (known) console.log(`\n✗ ${error.message}`);
    else console.log('\n✗ This is a defect:', error);
    await end(1);
  };
  // Whoever read our output may have left; what runs must still be stopped.
  process.stdout.on('error', () => undefined);
  process.on('uncaughtException', fail);
  endWithParent(end);
  try {
    await end(await main());
  } catch (error) {
    await fail(error);
  }
}

/** npm's shell does not always pass a signal on: when npm is gone, so are we. */
function endWithParent(/** @type {(code: number) => Promise<void>} */ end) {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  setInterval(() => {
    if (process.ppid !== parent) void end(0);
  }, 1000).unref();
}

/**
 * Runs a command to its end in a process group of its own, so that stopping takes its children along.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, print?: boolean }} [options] `print`: show its output
 *   as it comes; otherwise it is shown only if the command fails.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-200_000);
        if (options.print) process.stdout.write(text);
      });
    }
    const closed = new Promise((done) => child.once('close', done));
    const forget = onStop(command, () => {
      killGroup(child.pid, 'SIGTERM');
      const force = setTimeout(() => killGroup(child.pid, 'SIGKILL'), 5000);
      return closed.finally(() => clearTimeout(force));
    });
    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('close', (code) => {
      forget();
      // Who waits for it has nothing more to do or to say: the program is ending.
      if (!stopping) resolve({ code: code ?? 1, output });
    });
  });
}

/** @param {number | undefined} pid @param {NodeJS.Signals} signal */
export function killGroup(pid, signal) {
  try {
    if (pid) process.kill(-pid, signal);
  } catch {
    // it has ended
  }
}

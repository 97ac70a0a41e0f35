import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { commandLine } from './services/process';

const MODULE = new URL('./lifecycle.mjs', import.meta.url).href;

/** A program of its own under `runProgram`. */
function start(body: string) {
  const script = `
    import { onStop, run, runProgram, UserError } from '${MODULE}';
    await runProgram(async () => { ${body} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_lifecycle_event: '' },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const exited = once(child, 'exit').then(([code]) => code as number);
  return { child, exited, output: () => output };
}

async function until(probe: () => boolean): Promise<void> {
  while (!probe()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const SLEEPER = `run(process.execPath, ['-e', 'console.log("child " + process.pid); setTimeout(() => {}, 60000)'], { print: true })`;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  it(`ends what it runs, newest first, and answers 0 on ${signal}`, async () => {
    const program = start(`
      onStop('first', () => console.log('first undone'));
      onStop('second', () => console.log('second undone'));
      await ${SLEEPER}; return 0;`);
    await until(() => /child \d+/.test(program.output()));
    const pid = Number(/child (\d+)/.exec(program.output())?.[1]);
    expect(commandLine(pid)).not.toBeNull();
    program.child.kill(signal);
    expect(await program.exited).toBe(0);
    expect(commandLine(pid)).toBeNull();
    expect(program.output()).toMatch(/Stopping …\nsecond undone\nfirst undone\n$/);
  });
}

it('says an expected failure in one sentence, stops what runs and answers 1', async () => {
  const program = start(`
    onStop('a service', () => console.log('undone'));
    throw new UserError('Port 1 is in use.');`);
  expect(await program.exited).toBe(1);
  expect(program.output()).toBe('\n✗ Port 1 is in use.\nundone\n');
});

it('undoes the rest where one step fails to stop', async () => {
  const program = start(`
    onStop('first', () => console.log('first undone'));
    onStop('second', () => { throw new Error('stuck'); });
    return 0;`);
  expect(await program.exited).toBe(0);
  expect(program.output()).toBe('  ✗ second did not stop cleanly: stuck\nfirst undone\n');
});

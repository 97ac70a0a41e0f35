import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Snippet } from '../docs/snippets/snippet';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ran {
  /** Exit code */
  code: number;
  stdout: string;
  stderr: string;
}

/** `python3`, or the interpreter that PYTHON names; null where there is none, or it lacks a package. */
export async function pythonWith(packages: readonly string[]): Promise<string | null> {
  const python = process.env.PYTHON || 'python3';
  const { code } = await execute(python, ['-c', `import ${['json', ...packages].join(', ')}`]).catch(() => ({
    code: 1,
  }));
  return code === 0 ? python : null;
}

/** A folder for programs, in which packages of the project are found. `remove` takes it away. */
export function programFolder(): { folder: string; remove: () => void } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headroom-snippets-'));
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  return { folder, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Runs a sample as a reader would: in a file of its own, with the key in `API_KEY`.
 * @param more lines after it
 * @param given what follows its name on the command line
 */
export function runSnippet(
  folder: string,
  snippet: Snippet,
  key: string,
  more = '',
  given: readonly string[] = [],
): Promise<Ran> {
  const python = snippet.language === 'python';
  const name = `sample-${Math.random().toString(36).slice(2)}.${python ? 'py' : 'ts'}`;
  fs.writeFileSync(path.join(folder, name), `${snippet.code}\n${more}\n`);
  const [command, args] = python
    ? [process.env.PYTHON || 'python3', [name, ...given]]
    : [process.execPath, ['--import', 'tsx', name, ...given]];
  return execute(command, args, folder, { API_KEY: key });
}

/** Type-checks TypeScript samples with the strictest settings. @returns what the compiler says; '' where it is content */
export async function typeErrors(folder: string, samples: readonly Snippet[]): Promise<string> {
  const names = samples.map(({ code }, i) => {
    fs.writeFileSync(path.join(folder, `typed-${i}.ts`), `${code}\nexport {};\n`);
    return `typed-${i}.ts`;
  });
  const strict = ['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--skipLibCheck'];
  const target = ['--target', 'es2023', '--module', 'nodenext', '--types', 'node'];
  const { stdout } = await execute(
    process.execPath,
    [path.join(ROOT, 'node_modules/typescript/bin/tsc'), ...strict, ...target, ...names],
    folder,
  );
  return stdout.trim();
}

function execute(
  command: string,
  args: string[],
  cwd = ROOT,
  env: Record<string, string> = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...env }, timeout: 60_000 };
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

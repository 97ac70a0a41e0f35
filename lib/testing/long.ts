import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../demo/bootstrap.mjs';
import { onStop, UserError } from '../demo/lifecycle.mjs';
import { say } from '../demo/progress.mjs';
import { readTree } from './architecture/tree';
import { proofs } from './run';

/**
 * Every integration test that tells figures (lib/testing/proof.ts), to its full length, one after the
 * other. At the end all figures together. @param parts narrow the run to files whose path has one of them
 */
export async function testLong(parts: string[]): Promise<number> {
  const files = [...readTree(ROOT)]
    .filter(([file, source]) => file.endsWith('.integration.test.ts') && /\/proof';/.test(source))
    .map(([file]) => file)
    .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
  if (files.length === 0) throw new UserError(`No proof has ${parts.join(' or ')} in its path.`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headroom-figures-'));
  const forget = onStop('the figures', () => fs.rmSync(folder, { recursive: true, force: true }));
  const figures = path.join(folder, 'figures.txt');
  fs.writeFileSync(figures, '');
  const code = await proofs(files, { FIGURES_FILE: figures });
  say(`\n━━━ Figures\n${fs.readFileSync(figures, 'utf8')}`);
  forget();
  fs.rmSync(folder, { recursive: true, force: true });
  return code;
}

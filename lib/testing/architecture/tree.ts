import fs from 'node:fs';
import path from 'node:path';

/** Source files by path from the root, with forward slashes. Rules are pure functions of such a tree. */
export type Tree = ReadonlyMap<string, string>;

const IGNORED = /^(node_modules|\.git|\.headroom|\.next.*|generated|test-results|playwright-report)$/;
const SOURCE = /\.(tsx?|mjs)$/;

/** Reads the project's sources. */
export function readTree(root: string): Tree {
  const tree = new Map<string, string>();
  const visit = (folder: string) => {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      if (IGNORED.test(entry.name)) continue;
      const name = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) visit(name);
      else if (SOURCE.test(name) && !name.endsWith('.d.ts')) {
        tree.set(name, fs.readFileSync(path.join(root, name), 'utf8'));
      }
    }
  };
  visit('');
  return tree;
}

/** Tests, their tables and set-up: they may import what they test with. */
export const isTest = (file: string): boolean => /\.(test|cases)\.tsx?$|^e2e\/|^lib\/testing\//.test(file);

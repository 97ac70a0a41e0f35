import path from 'node:path';
import { isTest, type Tree } from './tree';

export interface Import {
  from: string;
  /** A file of the tree, or a package's specifier. */
  to: string;
  internal: boolean;
  /** Erased at run time. */
  typeOnly: boolean;
}

const STATEMENT = /^(?:import|export)\s(?<clause>[^;'"]*?\sfrom\s)?\s*['"](?<specifier>[^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"](?<specifier>[^'"]+)['"]\s*\)/g;
const ENDINGS = ['', '.ts', '.tsx', '.mjs', '/index.ts', '/index.tsx'];

/** Whether a clause names types alone: `type X from`, `{ type A, type B } from`. */
function namesTypesOnly(clause: string): boolean {
  if (/^(\{)?\s*type\s+(?!from\b)/.test(clause) && !clause.trimStart().startsWith('{')) return true;
  const named = /^\{(?<names>[^}]*)\}\s*from\s*$/.exec(clause.trim().concat(' '))?.groups?.names;
  if (named === undefined) return false;
  const names = named.split(',').map((name) => name.trim());
  return names.every((name) => name === '' || name.startsWith('type '));
}

function resolve(tree: Tree, from: string, specifier: string): string | null {
  const isAlias = specifier.startsWith('@/');
  if (!isAlias && !specifier.startsWith('.')) return null;
  const base = isAlias ? specifier.slice(2) : path.posix.join(path.posix.dirname(from), specifier);
  return ENDINGS.map((ending) => base + ending).find((file) => tree.has(file)) ?? base;
}

/** Every import and re-export of a file. */
export function importsOf(tree: Tree, from: string): Import[] {
  const source = tree.get(from) ?? '';
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    const file = resolve(tree, from, specifier);
    found.push({ from, to: file ?? specifier, internal: file !== null, typeOnly });
  };
  for (const { groups } of source.matchAll(STATEMENT)) {
    add(groups?.specifier ?? '', namesTypesOnly((groups?.clause ?? '').trimStart()));
  }
  for (const { groups, index } of source.matchAll(DYNAMIC)) {
    add(groups?.specifier ?? '', /typeof\s*$/.test(source.slice(0, index)));
  }
  return found;
}

/** Imports of the product itself, tests left out. */
export const productImports = (tree: Tree): Import[] =>
  [...tree.keys()].filter((file) => !isTest(file)).flatMap((file) => importsOf(tree, file));

/** What a file loads at run time, itself included: files and package specifiers. */
export function reachable(tree: Tree, start: string): Set<string> {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { to, typeOnly } of importsOf(tree, file)) if (!typeOnly) visit(to);
  };
  visit(start);
  return seen;
}

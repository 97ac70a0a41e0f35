// What a browser loads of JavaScript to open each page, and what it may: the build fails over it.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

/** Bytes of a kilobyte, as browsers' tools count. */
const KB = 1000;
/**
 * The most that a page's first load may weigh, gzipped, in KB; the first that fits. Charts and popups load after
 * it. A page that is not named is one of tables.
 * @type {readonly { kind: string, pages: RegExp, most: number }[]}
 */
const BUDGETS = [
  { kind: 'sign-in and docs', pages: /^\/(sign-in|sign-up|join|reset|_not-found|docs)(\/|$)/, most: 180 },
  { kind: 'charts', pages: /^\/($|usage$|keys\/\[id\]$|admin$|admin\/plans$|admin\/system$)/, most: 300 },
  { kind: 'tables', pages: /./, most: 230 },
];

/** @typedef {{ route: string, kb: number, most: number, kind: string }} PageWeight */

/**
 * Holds pages to their budgets.
 * @param {readonly { route: string, bytes: number }[]} pages gzipped
 * @returns {PageWeight[]} the heaviest beside its budget first
 */
export const weigh = (pages) =>
  pages
    .map(({ route, bytes }) => {
      const budget = BUDGETS.find(({ pages }) => pages.test(route));
      if (!budget) throw new Error(`${route} has no budget.`);
      return { route, kb: bytes / KB, most: budget.most, kind: budget.kind };
    })
    .sort((a, b) => b.kb / b.most - a.kb / a.most);

/** @param {readonly PageWeight[]} weights @returns {string[]} a sentence for each page that weighs too much */
export const overweight = (weights) =>
  weights
    .filter(({ kb, most }) => kb > most)
    .map(
      ({ route, kb, most, kind }) =>
        `${route} loads ${kb.toFixed(1)} KB of JavaScript to open; a page of ${kind} may load ${most} KB.`,
    );

/**
 * Reads what `next build` says each page loads.
 * @param {string} dist the folder it built into
 * @param {string} root what the paths in there begin at
 * @returns {{ route: string, bytes: number }[]} gzipped
 */
export function pagesOf(dist, root) {
  const stats = path.join(dist, 'diagnostics/route-bundle-stats.json');
  if (!fs.existsSync(stats)) throw new Error(`next build wrote no ${stats}: pages cannot be weighed.`);
  /** @type {Map<string, number>} */
  const gzipped = new Map();
  const bytesOf = (/** @type {string} */ chunk) => {
    const known = gzipped.get(chunk) ?? zlib.gzipSync(fs.readFileSync(path.join(root, chunk))).length;
    gzipped.set(chunk, known);
    return known;
  };
  /** @type {{ route: string, firstLoadChunkPaths: string[] }[]} */
  const routes = JSON.parse(fs.readFileSync(stats, 'utf8'));
  return routes.map(({ route, firstLoadChunkPaths }) => ({
    route,
    bytes: firstLoadChunkPaths.reduce((sum, chunk) => sum + bytesOf(chunk), 0),
  }));
}

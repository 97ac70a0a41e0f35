import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PUBLISHED_FOLDER, publishedDocs } from '../testing/published-docs';

const root = path.resolve(import.meta.dirname, '../..');
const docs = publishedDocs();

it.each([...docs.keys()])('%s says what catalogs, contracts and handlers do', (name) => {
  const file = path.join(root, PUBLISHED_FOLDER, name);
  const kept = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const same = kept === docs.get(name);
  expect(same, `${name} has drifted: run \`npm run docs\`, look at the difference and commit it`).toBe(true);
});

it('nothing else is kept as published', () => {
  expect(fs.readdirSync(path.join(root, PUBLISHED_FOLDER)).sort()).toEqual([...docs.keys()].sort());
});

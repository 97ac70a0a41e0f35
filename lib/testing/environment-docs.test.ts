import fs from 'node:fs';
import { expect, it } from 'vitest';

const read = (name: string): string => fs.readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const known = [...read('lib/env.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map((match) => match[1] ?? '');

it('names every variable that lib/env.ts reads, and no other, in the README', () => {
  const table = read('README.md').match(/\| variable [\s\S]*?\n\n/)?.[0] ?? '';
  const named = [...table.matchAll(/^\|([^|]*)\|/gm)].flatMap((row) =>
    [...(row[1] ?? '').matchAll(/`([A-Z0-9_]+)`/g)].map((match) => match[1] ?? ''),
  );
  expect(known.length).toBeGreaterThan(20);
  expect(named.toSorted()).toEqual(known.toSorted());
});

it('offers every variable but the test clock in .env.example', () => {
  const offered = [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(
    (match) => match[1] ?? '',
  );
  expect(offered.toSorted()).toEqual(known.filter((name) => name !== 'TEST_CLOCK').toSorted());
});

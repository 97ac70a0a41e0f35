import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NEWEST_MIGRATION } from './ready';

it('readiness asks for the newest migration', () => {
  const folders = readdirSync('prisma/migrations', { withFileTypes: true }).filter((e) => e.isDirectory());
  expect(
    folders
      .map((f) => f.name)
      .sort()
      .at(-1),
  ).toBe(NEWEST_MIGRATION);
});

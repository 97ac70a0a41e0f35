import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../db/client';
import type { DemoUpstream } from '../../demo/upstream/server';
import { newId } from '../../ids';
import { gatewayForTests } from '../../testing/gateway';
import { type Lane, openLane } from '../../testing/lane';
import { publishedCatalogs } from '../../testing/published-catalogs';
import { programFolder, pythonWith, runSnippet, typeErrors } from '../../testing/snippet-runs';
import { makeTenant } from '../../testing/tenant-with-key';
import { snippetsFor } from './for-catalog';
import type { Snippet } from './snippet';

/** Long enough for two calls in a row, short enough to wait for. */
const WINDOW = 'rolling 2000';
const LONGEST_MS = 60_000;

const { folder, remove } = programFolder();
const hasPython = (await pythonWith([])) !== null;
const hasPythonPackages = (await pythonWith(['openai', 'tenacity'])) !== null;

let upstream: DemoUpstream;
let lane: Lane;
/** Status of each answer to a POST, in order, by the key that it carried. */
const statuses = new Map<string, number[]>();

beforeAll(async () => {
  upstream = await gatewayForTests();
  lane = await openLane();
  lane.server.prependListener('request', (incoming, outgoing) => {
    const { authorization, 'x-api-key': plain } = incoming.headers;
    const key = authorization?.replace('Bearer ', '') ?? String(plain);
    outgoing.once('finish', () => statuses.set(key, [...(statuses.get(key) ?? []), outgoing.statusCode]));
  });
});
afterAll(async () => {
  await lane.close();
  await upstream.close();
  remove();
});

/** A key whose workspace has one more limit, of one request. */
async function keyUnder(catalog: string, window: string): Promise<string> {
  const plan = catalog === 'aionvision' ? 'starter' : catalog === 'aicredits' ? 'standard' : 'free';
  const { key, workspace } = await makeTenant({ catalog, plan });
  await db().limitOverride.create({
    data: {
      id: newId(),
      workspaceId: workspace.id,
      metric: 'requests',
      scope: 'workspace',
      window,
      capacity: 1n,
    },
  });
  return key;
}

/** The last call of a sample once more: the first spends the limit, this one is refused and waits. */
function callAgain({ code, language }: Snippet): string {
  const again = code.slice(code.lastIndexOf('\n\n') + 2);
  return language === 'python' ? again : `{\n${again}\n}`;
}

const samplesOf = (
  catalog: (typeof publishedCatalogs)[number],
): [name: string, number, 'plain' | 'sdk'][] => {
  const { plain, sdk } = snippetsFor(catalog, '');
  const runs = ({ language, packages }: Snippet) =>
    language === 'typescript' || (packages.length === 0 ? hasPython : hasPythonPackages);
  return [
    ...plain.flatMap((one, i) =>
      runs(one) ? [[`${one.label}, plain`, i, 'plain'] as [string, number, 'plain']] : [],
    ),
    ...sdk.flatMap((one, i) =>
      runs(one) ? [[`${one.label}, SDK`, i, 'sdk'] as [string, number, 'sdk']] : [],
    ),
  ];
};

describe.each(publishedCatalogs.map((catalog) => [catalog.id, catalog] as const))('%s', (id, catalog) => {
  it.concurrent.each(samplesOf(catalog))(
    '%s: waits out a refusal as told, and finishes',
    async (_name, i, kind) => {
      const snippet = snippetsFor(catalog, lane.url)[kind][i] as Snippet;
      const key = await keyUnder(id, WINDOW);
      const { code, stdout, stderr } = await runSnippet(folder, snippet, key, callAgain(snippet));
      expect({ code, stderr, seen: statuses.get(key) }).toMatchObject({ code: 0, seen: [200, 429, 200] });
      expect(stdout.match(/demo model/g)).toHaveLength(2);
    },
    LONGEST_MS,
  );

  const spent = ['headroom', 'ajstudioz', 'zihin'].includes(id) ? samplesOf(catalog) : [];
  it.concurrent.each(spent)(
    '%s: does not hammer a quota that is spent for the month',
    async (_name, i, kind) => {
      const snippet = snippetsFor(catalog, lane.url)[kind][i] as Snippet;
      const key = await keyUnder(id, 'month UTC 1');
      const { code, stderr } = await runSnippet(folder, snippet, key, callAgain(snippet));
      expect({ code, seen: statuses.get(key) }).toEqual({ code: 1, seen: [200, 429] });
      expect(stderr).toMatch(/429/);
    },
    LONGEST_MS,
  );
});

it(
  'every TypeScript sample passes the strictest type check',
  async () => {
    const samples = publishedCatalogs.flatMap((catalog) => {
      const { plain, sdk } = snippetsFor(catalog, 'https://mine.example');
      return [...plain, ...sdk].filter(({ language }) => language === 'typescript');
    });
    expect(samples).toHaveLength(12);
    expect(await typeErrors(folder, samples)).toBe('');
  },
  LONGEST_MS,
);

it.runIf(hasPython)(
  'every Python sample is Python',
  async () => {
    const samples = publishedCatalogs.flatMap((catalog) => Object.values(snippetsFor(catalog, '')).flat());
    const python = samples.filter(({ language }) => language === 'python');
    expect(python).toHaveLength(14);
    for (const { code } of python) {
      const parsed: Snippet = {
        label: '',
        language: 'python',
        packages: [],
        code: `import ast\nast.parse(${JSON.stringify(code)})`,
      };
      expect(await runSnippet(folder, parsed, '')).toMatchObject({ code: 0, stderr: '' });
    }
  },
  LONGEST_MS,
);

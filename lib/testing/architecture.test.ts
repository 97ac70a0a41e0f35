import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bannedNames,
  barrels,
  databaseInPages,
  environmentReaders,
  escapes,
  ownMutations,
  serverActions,
  tooLong,
  unexpectedAtRoot,
} from './architecture/files';
import { cycles, forbiddenImports, unlistedModules } from './architecture/modules';
import {
  missingMethods,
  nextAtRunTime,
  PRODUCT_ROUTES,
  unlistedRoutes,
  withoutAdmission,
} from './architecture/product-routes';
import { readTree, type Tree } from './architecture/tree';

const root = path.resolve(import.meta.dirname, '../..');
const project = readTree(root);
/** What tools and installs leave behind (.gitignore). */
const LEFT_BEHIND =
  /^(\.git|node_modules|\.next.*|\.headroom|next-env\.d\.ts|.*\.tsbuildinfo|test-results|playwright-report|\.env(\.local)?)$/;
const atRoot = fs.readdirSync(root).filter((name) => !LEFT_BEHIND.test(name));

type Rule = (tree: Tree) => string[];
const routes: Rule = (tree) => unlistedRoutes(tree, PRODUCT_ROUTES);

/** Each rule, and a tree that breaks it: a rule that cannot fail guards nothing. */
const RULES: [name: string, rule: Rule, broken: Record<string, string>][] = [
  [
    'a module imports only what the table allows',
    forbiddenImports,
    { 'lib/redis/a.ts': "import { db } from '../db/client';", 'lib/db/client.ts': '' },
  ],
  [
    'contracts see types alone',
    forbiddenImports,
    { 'lib/contracts/a.ts': "import { x } from '../limits/decision';", 'lib/limits/decision.ts': '' },
  ],
  [
    'nobody imports the demo or the tests',
    forbiddenImports,
    { 'app/page.tsx': "import { seed } from '@/lib/demo/seed';", 'lib/demo/seed.ts': '' },
  ],
  [
    'components load nothing of lib but what is pure',
    forbiddenImports,
    { 'components/a.tsx': "import { list } from '@/lib/keys/list';", 'lib/keys/list.ts': '' },
  ],
  [
    'the server loads routes and background work alone',
    forbiddenImports,
    { 'lib/server/a.ts': "import { admit } from '../admission/admit';", 'lib/admission/admit.ts': '' },
  ],
  ['every module of lib has its line in the table', unlistedModules, { 'lib/extras/a.ts': '' }],
  [
    'files do not import each other in circles',
    cycles,
    { 'lib/db/a.ts': "import { b } from './b';", 'lib/db/b.ts': "import type { a } from './a';" },
  ],
  [
    'modules do not know each other in circles, types included',
    cycles,
    {
      'lib/keys/a.ts': "import { b } from '../auth/b';",
      'lib/auth/b.ts': '',
      'lib/auth/c.ts': "import type { d } from '../keys/d';",
      'lib/keys/d.ts': '',
    },
  ],
  ['no barrels: index files', barrels, { 'lib/db/index.ts': 'export const a = 1;' }],
  ['no barrels: files of re-exports', barrels, { 'lib/db/all.ts': "export { a } from './a';\n" }],
  ['no file is named after nothing', bannedNames, { 'lib/db/utils.ts': '', 'lib/helpers/a.ts': '' }],
  ['no file has more than 300 lines', tooLong, { 'lib/db/a.ts': 'x\n'.repeat(301) }],
  ['only lib/env.ts reads the environment', environmentReaders, { 'lib/db/a.ts': 'process.env.PORT' }],
  [
    'pages and components do not touch the database',
    databaseInPages,
    { 'app/page.tsx': "import { db } from '@/lib/db/client';", 'lib/db/client.ts': '' },
  ],
  ['nothing escapes types, tests or its own work', escapes, { 'lib/db/a.test.ts': "it.skip('a')" }],
  ['pages change things through useChange alone', ownMutations, { 'components/a.ts': 'useMutation({})' }],
  ['no server actions, no proxy.ts', serverActions, { 'app/a.ts': "'use server';" }],
  ['every product route is listed', routes, { 'app/api/v1/new/route.ts': '' }],
  [
    'every product route goes through admission',
    withoutAdmission,
    { 'app/api/v1/new/route.ts': "import { call } from '@/lib/gateway/call';", 'lib/gateway/call.ts': '' },
  ],
  [
    'product routes load nothing of Next',
    nextAtRunTime,
    {
      'app/api/v1/new/route.ts': "import { a } from '@/lib/admission/a';",
      'lib/admission/a.ts': "import { headers } from 'next/headers';",
    },
  ],
  [
    'product routes answer every method',
    missingMethods,
    { 'app/api/v1/new/route.ts': 'export const POST = 1;' },
  ],
];

it.each(RULES)('%s', (_name, rule, broken) => {
  expect(rule(new Map(Object.entries(broken)))).not.toEqual([]);
  expect(rule(project)).toEqual([]);
});

describe('the top level', () => {
  it('is the fixed one', () => {
    expect(unexpectedAtRoot(atRoot)).toEqual([]);
  });

  it('would notice another folder', () => {
    expect(unexpectedAtRoot(['app', 'src'])).toEqual(['src']);
  });
});

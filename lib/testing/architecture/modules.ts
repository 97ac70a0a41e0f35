import { type Import, productImports } from './imports';
import type { Tree } from './tree';

/** Who may import whom at run time, besides the foundation files (those directly under lib/). */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  db: [],
  redis: [],
  plans: [],
  limits: ['redis', 'plans'],
  contracts: [],
  audit: ['db'],
  changes: ['db', 'redis', 'audit'],
  auth: ['db', 'audit', 'redis', 'changes'],
  keys: ['db', 'redis', 'plans', 'audit', 'auth', 'changes'],
  workspaces: ['db', 'redis', 'plans', 'audit', 'auth', 'keys', 'changes'],
  usage: ['db', 'redis'],
  // auth and changes, for who may change rules and webhooks, and the audit of it.
  alerts: ['db', 'usage', 'plans', 'audit', 'auth', 'changes'],
  // plans, how a limit is shown; redis, the guard of unmetered calls; changes, the audit of a released hold.
  admission: ['auth', 'keys', 'limits', 'contracts', 'usage', 'plans', 'redis', 'changes'],
  // What real traffic would meet under other limits: the engine beside the ledger, on keys of its own.
  replay: ['db', 'redis', 'plans', 'limits', 'keys', 'usage', 'auth', 'workspaces'],
  gateway: ['admission', 'plans', 'db', 'redis'],
  // What admins change of models; gateway, for the check of an upstream.
  models: ['db', 'audit', 'auth', 'changes', 'plans', 'gateway'],
  // Doors for other services: whose key it is, what its limits say, what its holder may read of it.
  services: ['admission', 'auth', 'keys', 'limits', 'plans', 'usage'],
  // What an administrator sees of the running system and repairs: counters beside the ledger, their health.
  system: ['admission', 'auth', 'changes', 'db', 'keys', 'limits', 'plans', 'redis', 'usage'],
  // A workspace's records as an archive: what its members may read already, put together.
  export: ['alerts', 'audit', 'auth', 'changes', 'db', 'redis', 'keys', 'usage', 'workspaces'],
  uploads: ['admission', 'plans', 'db', 'redis'],
  // uploads and gateway, for a model that describes a file.
  features: ['admission', 'plans', 'db', 'redis', 'uploads', 'gateway'],
  // limits, for the code of a refusal; gateway, for the schemas of its bodies; and every other schema, see
  // `isSchema`.
  docs: ['plans', 'contracts', 'limits', 'gateway'],
  http: ['auth'],
};

/** What the server may load beside product routes: the work in the background (lib/server/background.ts). */
const BACKGROUND = [
  'lib/admission/look-at.ts',
  'lib/admission/upkeep.ts',
  'lib/alerts/background.ts',
  'lib/changes/outbox.ts',
  'lib/redis/eviction.ts',
  'lib/redis/shards.ts',
  'lib/redis/store.ts',
  'lib/uploads/background.ts',
  'lib/usage/consumer.ts',
  'lib/usage/decisions.ts',
  'lib/usage/denials.ts',
  'lib/usage/retention.ts',
];
/** Types that contracts speak of. */
const CONTRACT_TYPES = ['lib/limits/decision.ts', 'lib/plans/limit.ts'];
const ANYTHING = ['app', 'demo', 'testing', 'prisma', 'e2e', 'root'];

/** `foundation` for lib/x.ts, the folder for lib/x/…, else the top-level folder; `root` for root files. */
function moduleOf(file: string): string {
  const [top = '', second] = file.split('/');
  if (top === 'lib') return file.split('/').length === 2 ? 'foundation' : (second ?? '');
  return file.includes('/') ? top : 'root';
}

const isProductRoute = (file: string): boolean => /^app\/.*\/route\.ts$/.test(file);

/** Of lib, components see what is pure: schemas, chart models and plans; and types of anything. */
const isPure = (file: string): boolean =>
  /\/(schema|chart-model|intervals)\.ts$/.test(file) || moduleOf(file) === 'plans';

/** What handlers parse with: the OpenAPI document is generated from it. */
const isSchema = (file: string): boolean => /(\/|-)schema\.ts$/.test(file);

function isAllowed({ from, to, typeOnly }: Import): boolean {
  const [module, target] = [moduleOf(from), moduleOf(to)];
  if (module === target || ANYTHING.includes(module))
    return !['demo', 'testing', 'e2e'].includes(target) || module !== 'app';
  if (['demo', 'testing', 'e2e', 'root'].includes(target)) return false;
  if (target === 'foundation') return true;
  if (module === 'foundation') return false;
  if (module === 'server') return isProductRoute(to) || BACKGROUND.includes(to);
  if (module === 'components') return typeOnly || isPure(to);
  if (module === 'contracts') return typeOnly && CONTRACT_TYPES.includes(to);
  if (module === 'docs' && isSchema(to)) return true;
  const allowed = TABLE[module];
  return allowed !== undefined && (allowed.includes(target) || (typeOnly && target in TABLE));
}

/** Imports that the table does not allow. */
export const forbiddenImports = (tree: Tree): string[] =>
  productImports(tree)
    .filter((found) => found.internal && !isAllowed(found))
    .map(({ from, to }) => `${from} imports ${to}`);

/** Modules of lib without a line in the table. */
export const unlistedModules = (tree: Tree): string[] => {
  const known = [...Object.keys(TABLE), 'foundation', 'server', 'demo', 'testing'];
  const found = [...tree.keys()].filter((file) => file.startsWith('lib/')).map(moduleOf);
  return [...new Set(found)].filter((module) => !known.includes(module));
};

/** Circles among files, and among modules of lib, type imports included. */
export function cycles(tree: Tree): string[] {
  const internal = productImports(tree).filter(({ internal }) => internal);
  const between = internal
    .map(({ from, to }) => [moduleOf(from), moduleOf(to)] as const)
    .filter(([from, to]) => from !== to && from in TABLE && to in TABLE);
  return [...circles(internal.map(({ from, to }) => [from, to] as const)), ...circles(between)];
}

function circles(edges: (readonly [string, string])[]): string[] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (node: string, trail: string[]) => {
    const at = trail.indexOf(node);
    if (at !== -1) found.push([...trail.slice(at), node].join(' → '));
    if (at !== -1 || done.has(node)) return;
    for (const to of next.get(node) ?? []) visit(to, [...trail, node]);
    done.add(node);
  };
  for (const node of next.keys()) visit(node, []);
  return found;
}

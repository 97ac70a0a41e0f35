import * as rest from '../../app/api/v1/[[...rest]]/route';
import type { RouteModule, RouteTable } from './match';

/** Every path is served below `/v1` and, by the same module, below `/api/v1` (next.config.ts rewrites it so). */
const versioned = (path: string, module: RouteModule): [string, RouteModule][] => [
  [`/v1${path}`, module],
  [`/api/v1${path}`, module],
];

/** What the fast lane serves: each product `route.ts` under app/ stands here (a test compares the two). */
export const ROUTES: RouteTable = {
  exact: new Map([...versioned('', rest)]),
  tails: [],
  fallback: { prefixes: ['/v1/', '/api/v1/'], module: rest },
};

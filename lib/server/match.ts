/** How the fast lane finds a route module: a small table of exact paths, one kind of tail, one fallback. */

/** What Next passes as a route handler's second argument; a tail's name holds its segments. */
export interface RouteContext {
  params: Promise<Record<string, string[]>>;
}
export type RouteHandler = (request: Request, context: RouteContext) => Response | Promise<Response>;
export type RouteModule = Readonly<Record<string, RouteHandler | undefined>>;

export interface RouteTable {
  exact: ReadonlyMap<string, RouteModule>;
  /** Paths below `prefix` (which ends in a slash): the segments after it go into `params[name]`. */
  tails: readonly { prefix: string; name: string; module: RouteModule }[];
  /** Unknown paths below one of `prefixes` that begin with a slash and end in one. */
  fallback: { prefixes: readonly string[]; module: RouteModule };
}

export interface Match {
  module: RouteModule;
  params: Record<string, string[]>;
}

/** Escapes, dots that climb, double and trailing slashes are Next's to redirect or decode: one door decides. */
const PLAIN = /^(?:\/[\w~:@-][\w.~:@-]*)+$/;
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const NO_PARAMS: Record<string, string[]> = {};

/** The route module for a path without its query, or null where Next has to answer. */
export function matchRoute(table: RouteTable, path: string): Match | null {
  const module = table.exact.get(path);
  if (module) return { module, params: NO_PARAMS };
  if (!PLAIN.test(path)) return null;
  for (const tail of table.tails) {
    if (path.startsWith(tail.prefix)) {
      return { module: tail.module, params: { [tail.name]: path.slice(tail.prefix.length).split('/') } };
    }
  }
  const { prefixes, module: fallback } = table.fallback;
  return prefixes.some((prefix) => path.startsWith(prefix)) ? { module: fallback, params: NO_PARAMS } : null;
}

/** The handler of a method, HEAD falling back to GET as in Next; null for methods that are Next's to refuse. */
export function handlerFor(module: RouteModule, method: string): RouteHandler | null {
  if (!METHODS.has(method)) return null;
  return module[method] ?? (method === 'HEAD' ? module.GET : undefined) ?? null;
}

import fs from 'node:fs';
import path from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { createServer, listen } from '../server/listen';
import { handlerFor, type RouteHandler, type RouteModule } from '../server/match';
import { ROUTES } from '../server/routes';

const APP = path.resolve(import.meta.dirname, '../../app');

interface Found {
  /** With one group for each parameter. */
  pattern: RegExp;
  /** Names of its parameters; those that take several segments end in `…`. */
  names: string[];
  module: RouteModule;
}

/** A route's folder as Next reads it: `keys/[id]` takes a segment, `[...rest]` one or more, `[[...rest]]` any. */
function patternOf(folder: string): Pick<Found, 'pattern' | 'names'> {
  const names: string[] = [];
  const parts = folder.split('/').map((part) => {
    const name = /^\[{1,2}(?:\.\.\.)?(\w+)\]{1,2}$/.exec(part)?.[1];
    if (!name) return `/${part.replace(/[.]/g, '\\.')}`;
    const many = part.includes('...');
    names.push(many ? `${name}…` : name);
    if (part.startsWith('[[')) return '(?:/(.*))?';
    return many ? '/(.+)' : '/([^/]+)';
  });
  return { pattern: new RegExp(`^${parts.join('')}$`), names };
}

/** Every route of `app/` but next-auth's, which needs Next. The most exact come first. */
async function everyRoute(): Promise<Found[]> {
  const files = fs.readdirSync(APP, { recursive: true, encoding: 'utf8' });
  const folders = files.filter((file) => /(^|\/)route\.ts$/.test(file)).map((file) => path.dirname(file));
  const found = folders
    .filter((folder) => !folder.startsWith('api/auth/'))
    .map(async (folder): Promise<Found> => {
      const own = (await import(path.join(APP, folder, 'route.ts'))) as RouteModule;
      return { ...patternOf(folder.replace(/\([\w-]+\)\//g, '')), module: own };
    });
  return (await Promise.all(found)).sort((a, b) => rankOf(a) - rankOf(b));
}

const rankOf = ({ names }: Found): number =>
  names.reduce((sum, name) => sum + (name.endsWith('…') ? 100 : 1), 0);

interface Answering {
  handler: RouteHandler;
  params: Record<string, string | string[]>;
}

function answering(routes: readonly Found[], pathname: string, method: string): Answering | null {
  for (const { pattern, names, module } of routes) {
    const match = pattern.exec(pathname);
    const handler = match && handlerFor(module, method);
    if (!match || !handler) continue;
    const values = names.map((name, i): [string, string | string[]] => {
      const value = match[i + 1] ?? '';
      return name.endsWith('…')
        ? [name.slice(0, -1), value.split('/').map(decodeURIComponent)]
        : [name, decodeURIComponent(value)];
    });
    return { handler, params: Object.fromEntries(values) };
  }
  return null;
}

const NOTHING = { error: { code: 'not_found', message: 'There is nothing under this path.' } };

/** The whole API in this process, over HTTP: the fast lane, and the management API where Next would serve it. */
export async function openEveryRoute() {
  const routes = await everyRoute();
  const serve = getRequestListener(
    (request) => {
      // As next.config.ts rewrites it.
      const pathname = new URL(request.url).pathname.replace(/^\/v1(?=\/|$)/, '/api/v1');
      const found = answering(routes, pathname, request.method);
      if (!found) return Response.json(NOTHING, { status: 404 });
      const { handler, params } = found;
      return handler(request, { params: Promise.resolve(params as Record<string, string[]>) });
    },
    { errorHandler: (error) => new Response(`a route threw: ${String(error)}`, { status: 500 }) },
  );
  const options = { port: 0, host: '127.0.0.1', baseUrl: undefined, trustProxy: 0 };
  const server = createServer(ROUTES, serve, options);
  const port = await listen(server, options);
  return {
    port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

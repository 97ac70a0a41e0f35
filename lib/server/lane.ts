import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { log } from '../log';
import { handlerFor, matchRoute, type RouteHandler, type RouteTable } from './match';
import { bareRefusal } from './unservable';

export type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;

interface Found {
  handler: RouteHandler;
  context: { params: Promise<Record<string, string[]>> };
}

const found = Symbol('headroom.route');
type Routed = IncomingMessage & { [found]?: Found };

/**
 * The fast lane: serves product paths by their own `route.ts` handlers, without Next in between, and
 * gives every other request to `next`.
 */
export function fastLane(table: RouteTable, next: Listener): Listener {
  const serve = getRequestListener(
    (request, { incoming }) => {
      const route = (incoming as Routed)[found];
      if (!route) throw new Error('the lane was handed a request without a route');
      return route.handler(request, route.context);
    },
    { errorHandler: answerFailure },
  );
  return (incoming, outgoing) => {
    const url = incoming.url ?? '';
    const query = url.indexOf('?');
    const match = matchRoute(table, query === -1 ? url : url.slice(0, query));
    const handler = match && handlerFor(match.module, incoming.method ?? '');
    if (!handler) return next(incoming, outgoing);
    (incoming as Routed)[found] = { handler, context: { params: Promise.resolve(match.params) } };
    return serve(incoming, outgoing);
  };
}

/** No valid HTTP (host, target), or a handler that threw, which admission should have caught. */
function answerFailure(error: unknown): Response {
  const malformed = error instanceof Error && error.constructor.name === 'RequestError';
  if (malformed) return bareRefusal('invalid_request', 'The request line or its Host header is malformed.');
  log().error({ err: error }, 'a product route threw');
  return bareRefusal('internal_error', 'Something went wrong on our side. Try again in a moment.');
}

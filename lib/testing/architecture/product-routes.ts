import { reachable } from './imports';
import type { Tree } from './tree';

/** The management side, which authorizes by itself, and the public docs. Every other route is a product route. */
export const MANAGEMENT =
  /^app\/(api\/(manage|auth|sign-up|password-resets|health|ready|metrics)|docs|openapi\.json|llms\.txt)\//;
/** The last two alone: a verification decides, and its settle ends, what another service runs in between. */
const ADMISSION = /^lib\/admission\/(admit|serve|in-turn|settle)\.ts$/;

/** Every product route, listed by hand: a new one has to be looked at, here and in lib/server/routes.ts. */
export const PRODUCT_ROUTES = [
  'app/api/chat/route.ts',
  'app/api/quota/route.ts',
  'app/api/v1/[[...rest]]/route.ts',
  'app/api/v1/audio/speech/route.ts',
  'app/api/v1/audio/transcriptions/route.ts',
  'app/api/v1/chat/completions/route.ts',
  'app/api/v1/chat/messages/route.ts',
  'app/api/v1/descriptions/route.ts',
  'app/api/v1/embeddings/route.ts',
  'app/api/v1/images/generations/route.ts',
  'app/api/v1/denials/[...id]/route.ts',
  'app/api/v1/files/[...id]/route.ts',
  'app/api/v1/files/route.ts',
  'app/api/v1/forward-auth/route.ts',
  'app/api/v1/keys/settle/route.ts',
  'app/api/v1/keys/verify/route.ts',
  'app/api/v1/models/[...model]/route.ts',
  'app/api/v1/models/route.ts',
  'app/api/v1/quota/check/route.ts',
  'app/api/v1/quota/route.ts',
  'app/api/v1/usage/route.ts',
  'app/api/v3/llm/call/route.ts',
  'app/upload/[...path]/route.ts',
  'app/upload/presign/route.ts',
  'app/upload/resumable/[...id]/route.ts',
  'app/upload/resumable/route.ts',
  'app/upload/stream-batch/route.ts',
  'app/upload/stream/route.ts',
];

export const routesOf = (tree: Tree): string[] =>
  [...tree.keys()].filter((file) => /^app\/(.*\/)?route\.ts$/.test(file) && !MANAGEMENT.test(file));

export function unlistedRoutes(tree: Tree, listed: readonly string[]): string[] {
  const found = routesOf(tree);
  return [
    ...found.filter((file) => !listed.includes(file)),
    ...listed.filter((file) => !found.includes(file)),
  ];
}

/** Product routes that reach what they do by another door than admission. */
export const withoutAdmission = (tree: Tree): string[] =>
  routesOf(tree).filter((file) => ![...reachable(tree, file)].some((loaded) => ADMISSION.test(loaded)));

/** Product routes run without Next: in the fast lane there is none. */
export const nextAtRunTime = (tree: Tree): string[] =>
  routesOf(tree).flatMap((route) =>
    [...reachable(tree, route)]
      .filter((loaded) => /^next($|\/)/.test(loaded))
      .map((loaded) => `${route} loads ${loaded}`),
  );

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Product routes that leave a method to Next, whose 405 has no Allow. */
export const missingMethods = (tree: Tree): string[] =>
  routesOf(tree).flatMap((route) => {
    const source = tree.get(route) ?? '';
    const missing = METHODS.filter((method) => !new RegExp(`\\b${method}\\b`).test(source));
    return missing.length > 0 ? [`${route}: ${missing.join(', ')}`] : [];
  });

import type { Actor } from '../actor';
import { requireMayWrite } from '../auth/acting';
import { guardActor } from '../auth/guard-actor';
import { resolveActor } from '../auth/resolve-actor';
import { AppError } from '../errors';
import { type Call, endpoint } from './endpoint';

type Handlers<C> = Partial<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', (call: C) => unknown>>;

/**
 * Handlers of the management API: the actor is known before they run, and authorizes itself in the verb. An
 * admin who acts in a workspace to look at it changes nothing.
 * @param whileActing the handlers that end that, or allow changes
 */
export const manage = (handlers: Handlers<Call & { actor: Actor }>, whileActing = false) =>
  endpoint(handlers, async (request) => {
    const actor = await resolveActor(request);
    await guardActor(actor);
    if (!whileActing) requireMayWrite(actor, request.method);
    return { actor };
  });

/**
 * Handlers for other services, by management token. Not guarded: each call is decided by the limits of a key, and
 * there are as many of them as that service has requests.
 */
export const service = (handlers: Handlers<Call & { actor: Actor }>) =>
  endpoint(handlers, async (request) => {
    const actor = await resolveActor(request);
    if (actor.kind === 'token') return { actor };
    throw new AppError(
      'unauthenticated',
      'This call is for services. Send a management token as "Authorization: Bearer hrm_…".',
    );
  });

/** Handlers that anyone may call: health, sign-up. */
export const open = (handlers: Handlers<Call>) => endpoint(handlers, async () => ({}));

import type { Actor } from '../actor';
import { guardActor } from '../auth/guard-actor';
import { resolveActor } from '../auth/resolve-actor';
import { type Call, endpoint } from './endpoint';

type Handlers<C> = Partial<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', (call: C) => unknown>>;

/** Handlers of the management API: the actor is known before they run, and authorizes itself in the verb. */
export const manage = (handlers: Handlers<Call & { actor: Actor }>) =>
  endpoint(handlers, async (request) => {
    const actor = await resolveActor(request);
    await guardActor(actor);
    return { actor };
  });

/** Handlers that anyone may call: health, sign-up. */
export const open = (handlers: Handlers<Call>) => endpoint(handlers, async () => ({}));

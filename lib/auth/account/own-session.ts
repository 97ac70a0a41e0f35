import type { Actor } from '../../actor';
import { AppError } from '../../errors';

type SignedIn = Actor & { kind: 'user' };

/** What concerns an account alone takes its owner in a browser. @throws AppError `forbidden` */
export function requireOwnSession(actor: Actor): SignedIn {
  if (actor.kind === 'user' && !actor.acting) return actor;
  throw new AppError(
    'forbidden',
    'This concerns your own account: sign in to it in a browser, and act in no workspace.',
  );
}

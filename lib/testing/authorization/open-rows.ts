import { GIVEN_MS, issueReset } from '../../auth/reset/reset-link';
import { db } from '../../db/client';
import { newId } from '../../ids';
import { makeUser } from '../tenants';
import type { Row } from './row';

const open = (route: string, ok = 200): Row => ({ route, may: 'anyone', ok });
/** A browser writes from our own pages alone, even before anybody has signed in. */
const fromOurPages = { 'owner from another site': 403 } as const;

/** What is served outside the management API, and not to key holders: named from the root on. */
export const OPEN_ROWS: readonly Row[] = [
  open('GET /api/health'),
  open('GET /api/ready'),
  open('GET /llms.txt'),
  open('GET /openapi.json'),
  // Of a page that is none.
  open('GET /docs/markdown/[[...page]]', 404),
  { route: 'GET /api/metrics', may: 'platform', ok: 200 },
  {
    ...open('POST /api/sign-up', 201),
    except: fromOurPages,
    send: () => ({ body: { email: `${newId()}@example.com`, password: 'a long password', name: 'Lin' } }),
  },
  {
    ...open('POST /api/password-resets/use'),
    except: fromOurPages,
    send: async () => {
      const { id: userId } = await makeUser();
      const link = { userId, createdBy: null, validMs: GIVEN_MS };
      const { token } = await db().$transaction((tx) => issueReset(tx, link));
      return { body: { token, password: 'a long password' } };
    },
  },
  // Without a mail server nobody is mailed a link; with one, lib/auth/reset tests what happens.
  { ...open('POST /api/password-resets', 403), send: () => ({ body: { email: 'ada@example.com' } }) },
];

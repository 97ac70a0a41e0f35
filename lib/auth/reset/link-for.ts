import { SYSTEM } from '../../actor';
import { db } from '../../db/client';
import { env } from '../../env';
import { AppError } from '../../errors';
import { pageLink } from '../../mail';
import { giveReset } from './give-reset';

/**
 * `npm run admin -- EMAIL --new-password`: for whoever runs Headroom and cannot sign in.
 * @returns one sentence with the link, or on where it was mailed. @throws AppError with one on what to do instead
 */
export async function resetLinkFor(email: string): Promise<string> {
  const address = email.trim().toLowerCase();
  const user = await db().user.findUnique({ where: { email: address } });
  if (!user) throw new AppError('not_found', `There is no account with the e-mail ${address}.`);
  const { token, sent_to: sentTo } = await giveReset(SYSTEM, user.id);
  if (sentTo)
    return `A link that sets a new password was mailed to ${sentTo}. It works once, within 24 hours.`;
  const path = `/reset?token=${token}`;
  const where = env().BASE_URL ? pageLink(path) : `${path} on this Headroom`;
  return `Open ${where} to set a new password. It works once, within 24 hours.`;
}

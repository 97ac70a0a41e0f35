import { db } from '../../db/client';
import { AppError } from '../../errors';
import { log } from '../../log';
import { mailsLinks, sendMail } from '../../mail';
import { parse } from '../../parse';
import { guard } from '../../redis/guard';
import { ASKED_MS, issueReset, resetMail } from './reset-link';
import { askResetInput } from './schema';

const HOUR_MS = 3_600_000;
/** A mailbox is not to be filled by strangers, known to us or not. */
const PER_ACCOUNT = { limit: 5, windowMs: HOUR_MS };
const PER_ADDRESS = { limit: 50, windowMs: HOUR_MS };

/**
 * `POST /api/password-resets`: mails a link that sets a new password, where there is such an account. The answer
 * tells nobody whether there is, nor does its time: the mail goes out behind it.
 * @throws AppError `forbidden` where no e-mail is sent, `too_many_attempts`, `invalid_request`
 */
export async function askReset(body: unknown, ip: string | null): Promise<void> {
  const { email } = parse(askResetInput, body);
  if (!mailsLinks()) {
    throw new AppError(
      'forbidden',
      'This Headroom sends no e-mail. Ask whoever runs it for a link that sets a new password.',
    );
  }
  await guard('reset-address', ip ?? 'unknown', PER_ADDRESS);
  await guard('reset-account', email, PER_ACCOUNT);
  mailLink(email).catch((error: unknown) => log().warn({ err: error }, 'a link to reset was not mailed'));
}

async function mailLink(email: string): Promise<void> {
  const user = await db().user.findUnique({ where: { email } });
  if (!user || user.suspendedAt) return;
  const link = { userId: user.id, createdBy: null, validMs: ASKED_MS };
  const { token } = await db().$transaction((tx) => issueReset(tx, link));
  await sendMail(resetMail(email, token, ASKED_MS));
}

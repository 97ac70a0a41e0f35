import { createTransport } from 'nodemailer';
import { env } from './env';
import { log } from './log';

/** Whether this installation sends e-mail. */
export const mailConfigured = (): boolean => env().SMTP_URL !== undefined;

/**
 * Whether links to our own pages go out by e-mail. Their address is BASE_URL's: a request's Host is whatever its
 * sender wrote, and must not end up in somebody else's mail.
 */
export const mailsLinks = (): boolean => mailConfigured() && env().BASE_URL !== undefined;

/** One of our pages, as a mail names it. @param path with its query, from the slash on */
export const pageLink = (path: string): string => `${(env().BASE_URL ?? '').replace(/\/$/, '')}${path}`;

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** A mail server that stands still must not hold a request for minutes. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** @throws Error where the mail server does not take it */
export async function sendMail({ to, subject, text }: Mail): Promise<void> {
  const { SMTP_URL: url, SMTP_FROM: from = 'Headroom <headroom@localhost>' } = env();
  if (!url) throw new Error('No mail server is set.');
  const defaults = { from, disableFileAccess: true, disableUrlAccess: true };
  const transport = createTransport({ url, ...PATIENCE }, defaults);
  try {
    await transport.sendMail({ to, subject: subject.replaceAll(/\s+/g, ' '), text });
  } finally {
    transport.close();
  }
}

/** Sends what can also be done otherwise. @returns whether it went out; why not is logged */
export async function tryMail(mail: Mail): Promise<boolean> {
  try {
    await sendMail(mail);
    return true;
  } catch (error) {
    log().warn({ err: error }, 'the mail server did not take a message');
    return false;
  }
}

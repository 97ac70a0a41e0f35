import { createTransport } from 'nodemailer';
import { env } from '../env';
import { formatDecimal } from '../money';

/** Whether this installation sends e-mail. */
export const mailConfigured = (): boolean => env().SMTP_URL !== undefined;

interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** @throws Error where the mail server does not take it */
export async function sendMail({ to, subject, text }: Mail): Promise<void> {
  const { SMTP_URL: url, SMTP_FROM: from = 'Headroom <headroom@localhost>' } = env();
  if (!url) throw new Error('No mail server is set.');
  const transport = createTransport(url, {
    from,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ to, subject, text });
  } finally {
    transport.close();
  }
}

/** What the body of an alert's message says (message.ts). */
interface Body {
  data: {
    workspace: { name: string };
    rule: { name: string };
    subject: { scope: string; name: string };
    threshold: number | null;
    limit: { metric: string; resource: string | null; window: string; capacity: number };
    used: number;
    reset_at: string | null;
    projected_at: string | null;
  };
}

/** An alert in words, from the same figures that webhooks get. */
export function alertMail(to: string, body: string): Mail {
  const { data } = JSON.parse(body) as Body;
  const { limit, subject, threshold } = data;
  const amount = (value: number) =>
    limit.metric === 'cost' ? formatDecimal(value) : new Intl.NumberFormat('en').format(value);
  const what = `${limit.resource ? `${limit.resource} ` : ''}${limit.metric} (${limit.window})`;
  const whose = subject.scope === 'workspace' ? subject.name : `${subject.name} in ${data.workspace.name}`;
  const event = threshold === null ? 'is on pace to run out' : `reached ${threshold} %`;
  const lines = [
    `${whose}: ${what} ${event}.`,
    '',
    `Used: ${amount(data.used)} of ${amount(limit.capacity)}.`,
    ...(data.projected_at ? [`At the present pace nothing is left from ${data.projected_at} on.`] : []),
    data.reset_at ? `It resets at ${data.reset_at}.` : 'It does not reset by itself.',
    '',
    `Rule: ${data.rule.name}`,
    ...(env().BASE_URL ? [`${env().BASE_URL}/alerts`] : []),
  ];
  return { to, subject: `${whose}: ${what} ${event}`.replaceAll(/\s+/g, ' '), text: lines.join('\n') };
}

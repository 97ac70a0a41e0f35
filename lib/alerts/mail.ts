import { env } from '../env';
import type { Mail } from '../mail';
import { formatDecimal } from '../money';

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
  return { to, subject: `${whose}: ${what} ${event}`, text: lines.join('\n') };
}

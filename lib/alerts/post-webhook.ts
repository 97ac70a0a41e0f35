import { Webhook } from 'standardwebhooks';
import { Agent } from 'undici';
import { checkedUrl, safeAddress } from './address';

const TIMEOUT_MS = 10_000;
/** Of an answer nothing is kept; more than this is not even read. */
const MOST_BYTES = 65_536;

export interface Posted {
  /** null: no answer */
  status: number | null;
  error: string | null;
}

/**
 * Posts one signed message. Every secret signs, newest first: during a rotation a receiver may know either.
 * Redirects are not followed: where they lead was not checked.
 * @param id the message's, the same in every attempt
 */
export async function postWebhook(
  target: string,
  message: { id: string; body: string },
  secrets: readonly string[],
  nowMs = Date.now(),
): Promise<Posted> {
  let agent: Agent | undefined;
  try {
    const url = new URL(checkedUrl(target));
    const { address, family } = await safeAddress(url.hostname);
    agent = new Agent({
      maxResponseSize: MOST_BYTES,
      connect: {
        timeout: TIMEOUT_MS,
        // Whatever the name says by now: this is the address that was checked.
        lookup: (_host, options, done) =>
          options.all ? done(null, [{ address, family }]) : done(null, address, family),
      },
    });
    const id = `msg_${message.id.replaceAll('-', '')}`;
    const at = new Date(nowMs);
    const signature = secrets.map((secret) => new Webhook(secret).sign(id, at, message.body)).join(' ');
    const answer = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Headroom-Webhooks/1',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(nowMs / 1000)),
        'webhook-signature': signature,
      },
      body: message.body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // Only the status counts; a body that breaks off changes nothing.
    await answer.body.dump({ limit: MOST_BYTES }).catch(() => undefined);
    const { statusCode: status } = answer;
    return { status, error: status >= 200 && status < 300 ? null : refusal(status) };
  } catch (error) {
    return { status: null, error: words(error) };
  } finally {
    await agent?.destroy();
  }
}

const refusal = (status: number): string =>
  status >= 300 && status < 400
    ? `Answered ${status}: redirects are not followed.`
    : `Answered ${status} instead of 2xx.`;

function words(error: unknown): string {
  if (!(error instanceof Error)) return 'Could not be sent.';
  if (error.name === 'TimeoutError') return `No answer within ${TIMEOUT_MS / 1000} seconds.`;
  return error.message.slice(0, 300) || 'The connection failed.';
}

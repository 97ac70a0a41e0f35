import { db } from '../db/client';
import type { Delivery, Prisma, Webhook } from '../db/generated/client';
import { log } from '../log';
import { sendMail } from '../mail';
import { unseal } from '../sealed';
import { attemptsOf } from './delivery-view';
import { alertMail } from './mail';
import { type Posted, postWebhook } from './post-webhook';
import type { AttemptView } from './schema';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after each failed attempt the next one is made; after the last there is none (a day and a half in all). */
export const BACKOFF_MS = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  20 * HOUR,
] as const;
/** So that what failed together does not come back together. */
const JITTER = 0.1;
/** Whoever took a message has it for so long: an instance that dies meanwhile leaves it to another. */
const LEASE_MS = 60 * SECOND;
const BATCH = 20;
const KEPT_ATTEMPTS = 20;
/** The receiver says that it is gone for good. */
const GONE = 410;

type Due = Delivery & { webhook: Webhook | null };

/**
 * Sends what is due, each message by one instance at a time. A receiver may see a message twice where we died
 * before its answer was written; its id is the same then.
 * @returns how many were sent or failed
 */
export async function sendDue(nowMs = Date.now()): Promise<number> {
  const due = await claim(nowMs);
  await Promise.all(due.map((delivery) => attempt(delivery, nowMs)));
  return due.length;
}

async function claim(nowMs: number): Promise<Due[]> {
  const taken = await db().$queryRaw<{ id: string }[]>`
    UPDATE deliveries SET next_attempt_at = ${new Date(nowMs + LEASE_MS)}
    WHERE id IN (
      SELECT id FROM deliveries WHERE status = 'pending' AND next_attempt_at <= ${new Date(nowMs)}
      ORDER BY next_attempt_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  if (taken.length === 0) return [];
  return db().delivery.findMany({
    where: { id: { in: taken.map(({ id }) => id) } },
    include: { webhook: true },
  });
}

async function attempt(delivery: Due, nowMs: number): Promise<void> {
  const began = performance.now();
  const posted = await post(delivery, nowMs);
  const ms = Math.round(performance.now() - began);
  const entry: AttemptView = { at: new Date(nowMs).toISOString(), ...posted, ms };
  const attempts = delivery.attempts + 1;
  const waitMs = BACKOFF_MS[attempts - 1];
  const over = posted.error === null || posted.status === GONE || waitMs === undefined || isOff(delivery);
  const jitter = 1 + JITTER * Math.random();
  await db().$transaction(async (tx) => {
    // Where somebody replayed it meanwhile, its schedule is theirs.
    await tx.delivery.updateMany({
      where: { id: delivery.id, attempts: delivery.attempts, status: 'pending' },
      data: {
        attempts,
        status: posted.error === null ? 'delivered' : over ? 'failed' : 'pending',
        nextAttemptAt: new Date(nowMs + (over ? 0 : waitMs * jitter)),
        log: [...attemptsOf(delivery.log), entry].slice(-KEPT_ATTEMPTS) as unknown as Prisma.InputJsonArray,
      },
    });
    if (posted.status === GONE && delivery.webhookId)
      await tx.webhook.update({ where: { id: delivery.webhookId }, data: { enabled: false } });
  });
  if (posted.error !== null)
    log().info(
      { kind: delivery.webhookId ? 'webhook' : 'email', attempt: attempts },
      'an alert was not delivered',
    );
}

const isOff = ({ webhook }: Due): boolean => webhook !== null && !webhook.enabled;

async function post(delivery: Due, nowMs: number): Promise<Posted> {
  const { webhook, email, body } = delivery;
  if (webhook) {
    if (!webhook.enabled) return { status: null, error: 'The webhook is switched off.' };
    return postWebhook(webhook.url, delivery, secretsOf(webhook, nowMs), nowMs);
  }
  if (!email) return { status: null, error: 'The webhook is gone.' };
  try {
    await sendMail(alertMail(email, body));
    return { status: null, error: null };
  } catch (error) {
    const words = error instanceof Error ? error.message : 'The mail server did not take it.';
    return { status: null, error: words.slice(0, 300) };
  }
}

/** The newest first. */
function secretsOf({ sealedSecret, previousSecret, previousUntil }: Webhook, nowMs: number): string[] {
  const rotating = previousSecret !== null && previousUntil !== null && previousUntil.getTime() > nowMs;
  return [unseal(sealedSecret), ...(rotating ? [unseal(previousSecret)] : [])];
}

import * as z from 'zod';

const optional = z
  .string()
  .trim()
  .transform((v) => v || undefined)
  .optional();
const flag = z
  .string()
  .optional()
  .transform((v) => v === '1' || v === 'true');

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** Where people and programs reach Headroom, e.g. https://headroom.example.com */
  BASE_URL: z.url().optional(),
  DATABASE_URL: z.string().min(1),
  /** Wins over UPSTASH_*. Several comma-separated nodes are a Redis Cluster. */
  REDIS_URL: optional,
  UPSTASH_REDIS_REST_URL: optional,
  UPSTASH_REDIS_REST_TOKEN: optional,
  /** Hash tags the counters are spread over; fixed for the life of a store. */
  STORE_SHARDS: z.coerce.number().int().min(1).max(1024).default(16),
  /** How long a request waits for one call to the store, in ms; a slower one counts as down. */
  STORE_DEADLINE_MS: z.coerce.number().int().min(20).max(10_000).default(100),
  STORE_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('hr'),
  /** Months of single requests that are kept besides the current one; charts stay, they read rollups. */
  RETAIN_REQUESTS_MONTHS: z.coerce.number().int().min(1).max(1200).default(13),
  /** Days for which use by the minute is kept; quarter-hours are kept for ever. Rolling limits are rebuilt from it. */
  RETAIN_MINUTES_DAYS: z.coerce.number().int().min(8).max(3660).default(35),
  /** At least as long as any month, in which a threshold is told once. */
  RETAIN_ALERTS_DAYS: z.coerce.number().int().min(32).max(3660).default(90),
  /** Signs session cookies. */
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters'),
  /** HMAC key for API keys at rest; changing it invalidates every key. */
  KEY_PEPPER: z.string().min(32, 'must have at least 32 characters'),
  SIGN_UP: z.enum(['open', 'invite', 'off']).default('open'),
  DEFAULT_CATALOG: z.string().default('headroom'),
  /** How many proxies in front may be believed about the client's address. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  /** How many requests of a priority class may wait for a place at an upstream, in each instance. */
  QUEUE_LENGTH: z.coerce.number().int().min(0).max(10_000).default(100),
  /** How long one waits there at most, in ms. */
  QUEUE_MS: z.coerce.number().int().min(0).max(120_000).default(10_000),
  /** Calls at a time to one upstream from each instance, where its own `max_in_flight` allows as many. */
  UPSTREAM_CALLS: z.coerce.number().int().min(1).max(20_000).default(1000),
  /** smtp:// or smtps://, with name and password where the server wants them; without it no e-mail is sent. */
  SMTP_URL: optional,
  /** From whom e-mail comes, e.g. Headroom <quota@example.com> */
  SMTP_FROM: optional,
  /** Lets webhooks go to this machine itself, and over http there: for tests and the demo. */
  WEBHOOKS_TO_LOOPBACK: flag,
  /** Where uploaded files are kept, unless S3_BUCKET is set; relative to where the app starts. */
  UPLOAD_DIR: z.string().min(1).default('.headroom/uploads'),
  /** Keeps uploaded files in this bucket instead: of Amazon, or of any service that speaks S3. */
  S3_BUCKET: optional,
  /** The service's address where it is not Amazon's; whoever uploads must reach it too. */
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  /** Without them the SDK looks where it always does: instance roles, profiles. */
  S3_ACCESS_KEY_ID: optional,
  S3_SECRET_ACCESS_KEY: optional,
  /** Puts the bucket into the path instead of the host, as most services outside Amazon want it. */
  S3_PATH_STYLE: flag,
  /** What every object's key in the bucket begins with, e.g. headroom/ */
  S3_PREFIX: z
    .string()
    .regex(/^([A-Za-z0-9._-]+\/)*$/, 'ends with a slash, without one at its start')
    .default(''),
  UPSTREAM_BASE_URL: optional,
  UPSTREAM_API_KEY: optional,
  GITHUB_ID: optional,
  GITHUB_SECRET: optional,
  GOOGLE_ID: optional,
  GOOGLE_SECRET: optional,
  OIDC_ISSUER: optional,
  OIDC_ID: optional,
  OIDC_SECRET: optional,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Tests alone: lets a request carry the store's time. Refused in production. */
  TEST_CLOCK: flag,
});

export type Env = z.infer<typeof schema>;

let parsed: Env | undefined;

/** The environment, read once. Throws one sentence per missing or wrong variable. */
export function env(): Env {
  if (parsed) return parsed;
  const result = schema.safeParse(process.env);
  if (!result.success) {
    const lines = result.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`);
    throw new Error(
      `Headroom cannot start: the environment is incomplete (see .env.example).\n${lines.join('\n')}`,
    );
  }
  if (!result.data.REDIS_URL && !result.data.UPSTASH_REDIS_REST_URL) {
    throw new Error(
      'Headroom cannot start: set REDIS_URL, or UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN.',
    );
  }
  if (result.data.NODE_ENV === 'production' && result.data.TEST_CLOCK) {
    throw new Error('Headroom cannot start: TEST_CLOCK is for tests and refused in production.');
  }
  parsed = result.data;
  // next-auth then believes the address that lib/auth/handler.ts has checked, instead of a fixed localhost.
  process.env.AUTH_TRUST_HOST = '1';
  return parsed;
}

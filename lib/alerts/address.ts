import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { env } from '../env';
import { AppError } from '../errors';

/**
 * Where a webhook may go: public addresses over https. What is private, this machine's, or a cloud's metadata is
 * refused when the URL is saved and again at each attempt, after names are resolved; the connection goes to the
 * address that was checked, so a name that changes its answer in between gains nothing.
 */

/** Public by its range, and a cloud's own (Azure's host). */
const METADATA = new Set(['168.63.129.16']);

/** Why an address may not be connected to; null where it may. */
export function refusedAddress(address: string): string | null {
  if (!ipaddr.isValid(address)) return 'is no address';
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'loopback' && env().WEBHOOKS_TO_LOOPBACK) return null;
  if (range !== 'unicast') return `is not public (${range})`;
  return METADATA.has(parsed.toString()) ? 'is a cloud’s own' : null;
}

const bare = (host: string) => host.replace(/^\[|\]$/g, '');
const isLoopback = (host: string) =>
  host === 'localhost' || (ipaddr.isValid(bare(host)) && ipaddr.process(bare(host)).range() === 'loopback');

const wrong = (why: string) => new AppError('invalid_request', `url ${why}`, { field: 'url' });

/**
 * A webhook's URL in its one spelling, as far as it can be judged without resolving its name.
 * @throws AppError `invalid_request` that says what to change
 */
export function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw wrong('must be an address such as https://example.com/hooks/headroom.');
  const toSelf = env().WEBHOOKS_TO_LOOPBACK && isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !(toSelf && url.protocol === 'http:'))
    throw wrong('must begin with https://.');
  if (url.username || url.password) {
    throw wrong('must not carry a name or password. The signature proves who sends.');
  }
  if (url.hash) throw wrong('must not have a fragment.');
  const host = bare(url.hostname);
  const why = ipaddr.isValid(host)
    ? refusedAddress(host)
    : host === 'localhost' && !toSelf
      ? 'is this machine'
      : null;
  if (why) throw wrong(`must name a public address: ${host} ${why}.`);
  return url.href;
}

/**
 * The address to connect to for a host, having checked every one that its name resolves to.
 * @throws Error that may be shown to whoever set the webhook up
 */
export async function safeAddress(hostname: string): Promise<{ address: string; family: number }> {
  const host = bare(hostname);
  const found = await lookup(host, { all: true, verbatim: true }).catch(() => {
    throw new Error('The name cannot be resolved.');
  });
  for (const { address } of found) {
    const why = refusedAddress(address);
    if (why) throw new Error(`The address of this host ${why}.`);
  }
  const [first] = found;
  if (!first) throw new Error('The name cannot be resolved.');
  return first;
}

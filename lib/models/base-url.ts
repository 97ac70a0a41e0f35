import ipaddr from 'ipaddr.js';
import { AppError } from '../errors';

const wrong = (why: string): AppError =>
  new AppError('invalid_request', `base_url ${why}`, { field: 'base_url' });

/** Addresses that no provider has: cloud metadata (link-local), broadcast, multicast, unspecified. */
const NO_PROVIDER = new Set(['linkLocal', 'multicast', 'broadcast', 'unspecified', 'reserved']);
const AT_HOME = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);
const HOME_NAMES = /(^|\.)(localhost|local|internal|lan|home|svc)$/;

/** An address without brackets, however it was written (`http://2130706433/` is 127.0.0.1 to the parser of URLs). */
const rangeOf = (host: string): string | null => {
  const bare = host.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? ipaddr.process(bare).range() : null;
};

/** Whether a host is this machine or a private network's: there a key may travel without TLS. */
function isAtHome(host: string): boolean {
  const range = rangeOf(host);
  if (range !== null) return AT_HOME.has(range);
  return !host.includes('.') || HOME_NAMES.test(host);
}

/**
 * The base URL of an upstream in its one spelling: no slash at the end, no credentials, query or fragment.
 * @param withKey whether a provider's key will be sent there
 * @throws AppError `invalid_request` that says what to change
 */
export function checkedBaseUrl(text: string, withKey: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw wrong('must be an address such as https://api.openai.com/v1.');
  }
  if (url.username || url.password) throw wrong('must not carry a name or password. Put the key in api_key.');
  if (url.search || url.hash || /[?#]/.test(text)) throw wrong('must not have a query or a fragment.');
  if (NO_PROVIDER.has(rangeOf(url.hostname) ?? '')) {
    throw wrong('names an address where no provider can be: a link-local, multicast or empty one.');
  }
  if (withKey && url.protocol === 'http:' && !isAtHome(url.hostname)) {
    throw wrong('must begin with https:// where a key is sent, or everyone on the way can read the key.');
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith('/chat/completions'))
    throw wrong('must end before /chat/completions: that is added to it.');
  return url.origin + path;
}

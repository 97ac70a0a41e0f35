import { headers } from 'next/headers';

/** The CSP nonce of this request, read from the header that Next reads it from; undefined where none is set. */
export async function requestNonce(): Promise<string | undefined> {
  const policy = (await headers()).get('content-security-policy');
  return policy ? /'nonce-([^']+)'/.exec(policy)?.[1] : undefined;
}

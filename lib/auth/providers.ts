import GitHub from 'next-auth/providers/github';
import Google from 'next-auth/providers/google';
import type { OAuthConfig, Provider } from 'next-auth/providers/index';
import { env } from '../env';

interface OidcProfile {
  sub: string;
  name?: string;
  email?: string;
}

/** GitHub, Google and one OpenID Connect issuer, each where its id and secret are configured. */
export function outsideProviders(): Provider[] {
  const { GITHUB_ID, GITHUB_SECRET, GOOGLE_ID, GOOGLE_SECRET } = env();
  const providers: Provider[] = [];
  if (GITHUB_ID && GITHUB_SECRET) {
    providers.push(callable(GitHub)({ clientId: GITHUB_ID, clientSecret: GITHUB_SECRET }));
  }
  if (GOOGLE_ID && GOOGLE_SECRET) {
    providers.push(callable(Google)({ clientId: GOOGLE_ID, clientSecret: GOOGLE_SECRET }));
  }
  const oidc = oidcProvider();
  return oidc ? [...providers, oidc] : providers;
}

/** next-auth 4 is CommonJS: under native ES modules its default export sits one level deeper. */
export function callable<T extends object>(module: T): T {
  return 'default' in module ? (module.default as T) : module;
}

function oidcProvider(): OAuthConfig<OidcProfile> | null {
  const { OIDC_ISSUER, OIDC_ID, OIDC_SECRET } = env();
  if (!OIDC_ISSUER || !OIDC_ID || !OIDC_SECRET) return null;
  return {
    id: 'oidc',
    name: 'Single sign-on',
    type: 'oauth',
    wellKnown: `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state'],
    clientId: OIDC_ID,
    clientSecret: OIDC_SECRET,
    profile: ({ sub, name, email }) => ({ id: sub, name: name ?? null, email: email ?? null }),
  };
}

import type { CatalogView } from '../plans/schema';

interface Link {
  text: string;
  href: string;
}

/** Where a catalog's next plan is had. Its address may be a page of ours. */
export function upgradeLinks(catalog: CatalogView, baseUrl: string): { upgrade: Link; sales: Link } {
  const { upgrade_url: url, sales_email: email } = catalog;
  const own = url.startsWith('/');
  return {
    upgrade: {
      text: own ? `${baseUrl}${url}`.replace(/^https?:\/\//, '') : url.replace(/^https?:\/\//, ''),
      href: url,
    },
    sales: { text: email, href: `mailto:${email}` },
  };
}

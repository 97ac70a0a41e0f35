/** How a catalog's next plan is had, as the end of a sentence. */
export const upgradeHint = (catalog: { upgradeUrl: string; salesEmail: string }): string =>
  `upgrade at ${catalog.upgradeUrl} or write to ${catalog.salesEmail}`;

import type { SeriesColour } from './prepare-bars';

/** The colour of a series beside its name. */
export const Swatch = ({ colour }: { colour: SeriesColour }) => (
  <span
    aria-hidden
    className="size-2.5 shrink-0 rounded-sm forced-color-adjust-none"
    style={{ background: `var(--${colour})` }}
  />
);

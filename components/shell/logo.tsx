/** Three bars, the last still free: what is left. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" className="fill-primary" />
      <g className="fill-primary-foreground">
        <rect x="7" y="17" width="4.5" height="8" rx="1.5" />
        <rect x="13.75" y="12" width="4.5" height="13" rx="1.5" />
        <rect x="20.5" y="7" width="4.5" height="18" rx="1.5" fillOpacity={0.42} />
      </g>
    </svg>
  );
}

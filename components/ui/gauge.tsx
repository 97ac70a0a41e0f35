import { cn } from './cn';

interface GaugeProps {
  /** Shares of the bar, 0 to 1, together at most 1. */
  used: number;
  reserved?: number;
  tone?: 'ok' | 'near' | 'out';
  /** What the bar says, for screen readers: "1,240 of 10,000 left". */
  label: string;
  className?: string;
}

const TONE = { ok: 'text-gauge', near: 'text-gauge-near', out: 'text-gauge-out' };

/** The thin bar that shows a limit everywhere: used, reserved (hatched), free. */
export function Gauge({ used, reserved = 0, tone = 'ok', label, className }: GaugeProps) {
  const percent = (share: number) => `${Math.round(share * 10_000) / 100}%`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> cannot show a reserved part
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round((used + reserved) * 100)}
      aria-valuetext={label}
      className={cn('flex h-1.5 w-full overflow-hidden rounded-full bg-gauge-track', TONE[tone], className)}
    >
      {used > 0 ? (
        // one pixel at least: something used is something seen
        <span className="h-full min-w-px bg-current" style={{ width: percent(used) }} />
      ) : null}
      {reserved > 0 ? <span className="hatched h-full min-w-1" style={{ width: percent(reserved) }} /> : null}
    </div>
  );
}

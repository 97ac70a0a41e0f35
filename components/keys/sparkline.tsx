import { formatCount } from '@/components/format/number';

interface SparklineProps {
  /** Requests of each hour, oldest first; the last hour is still running. */
  values: readonly number[];
}

const [WIDTH, HEIGHT, GAP] = [108, 20, 1];

/** A bar for every hour. An hour without requests is a hairline, so that silence can be seen. */
export function Sparkline({ values }: SparklineProps) {
  const total = values.reduce((sum, value) => sum + value, 0);
  const top = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length);
  const label = `${formatCount(total, 'request')} in the last ${values.length} hours`;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <title>{label}</title>
      {values.map((value, hour) => {
        const height = value === 0 ? 1 : Math.max(2, (value / top) * HEIGHT);
        const now = hour === values.length - 1;
        return (
          <rect
            key={hour}
            x={hour * step}
            y={HEIGHT - height}
            width={step - GAP}
            height={height}
            className={value === 0 ? 'fill-gauge-track' : 'fill-chart-1'}
            opacity={now && value > 0 ? 0.55 : 1}
          />
        );
      })}
    </svg>
  );
}

const HEIGHTS = [38, 52, 46, 64, 58, 72, 61, 80, 69, 55, 76, 90, 71, 63, 84, 58, 66, 49, 73, 60];

/** Fills its parent, so that nothing moves when the chart arrives. */
export function ChartSkeleton() {
  return (
    <div
      aria-hidden
      className="flex size-full animate-pulse items-end gap-[2%] border-b border-border pl-9 motion-reduce:animate-none"
    >
      {HEIGHTS.map((height, index) => (
        <div key={index} className="flex-1 rounded-t-sm bg-muted" style={{ height: `${height}%` }} />
      ))}
    </div>
  );
}

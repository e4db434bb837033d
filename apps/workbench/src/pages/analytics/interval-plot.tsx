const [WIDTH, HEIGHT] = [160, 16]
const at = (share: number): number => Math.max(0, Math.min(1, share)) * WIDTH

/**
 * A share of one as a bar with its interval as a line; the numbers stand beside it. Below zero the bar is of the other
 * color.
 */
export function IntervalPlot({
  value,
  interval,
}: {
  value: number | null
  interval: { low: number; high: number } | null
}) {
  if (value === null) return null
  return (
    <svg className="interval" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <rect className="track" width={WIDTH} height={HEIGHT} rx={3} />
      <rect className={value < 0 ? 'bar below' : 'bar'} width={at(Math.abs(value))} height={HEIGHT} rx={3} />
      {interval && (
        <g className="whisker">
          <line x1={at(interval.low)} x2={at(interval.high)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
          <line x1={at(interval.low)} x2={at(interval.low)} y1={4} y2={HEIGHT - 4} />
          <line x1={at(interval.high)} x2={at(interval.high)} y1={4} y2={HEIGHT - 4} />
        </g>
      )}
    </svg>
  )
}

import type { NetworkDocument } from '../../shared/document/types.ts'
import { silhouetteOf } from './silhouette.ts'

interface OutlineProps {
  readonly document: NetworkDocument
  readonly width: number
  readonly height: number
}

/** A network at a glance. It never grows beyond its natural size, so that large ones look large. */
export function NetworkOutline({ document, width, height }: OutlineProps) {
  const { bars, arcs, ...size } = silhouetteOf(document)
  const arcRoom = arcs.length > 0 ? 14 : 0
  // Width and height shrink apart: a long network keeps its heights.
  const across = Math.min(1, (width * 0.86) / Math.max(1, size.width))
  const up = Math.min(1, (height * 0.8) / (size.height + arcRoom))
  const left = (width - size.width * across) / 2
  const middle = (height + arcRoom * up) / 2
  return (
    <svg
      className="outline"
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      role="presentation"
    >
      {arcs.map(({ from, to, y }) => (
        <path
          key={`${from} ${to}`}
          className="outline-skip"
          d={`M${left + from * across} ${middle - y * up - 2}C${left + from * across} ${middle - y * up - 12},${left + to * across} ${middle - y * up - 12},${left + to * across} ${middle - y * up - 2}`}
        />
      ))}
      {bars.map(bar => (
        <rect
          key={bar.x}
          className={`outline-bar family-${bar.family}`}
          x={left + bar.x * across}
          y={middle - (bar.height * up) / 2}
          width={bar.width * across}
          height={bar.height * up}
          rx={Math.min(1.5, bar.width * across * 0.2)}
        />
      ))}
    </svg>
  )
}

import { BaseEdge, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import type { WireEdge } from './projection.ts'

export const WireLine = memo(function WireLine({ id, data }: EdgeProps<WireEdge>) {
  if (!data) return null
  const { wire, path, isLit } = data
  return (
    <BaseEdge
      id={id}
      path={path}
      interactionWidth={16}
      className={`wire ${wire.state}${isLit ? ' lit' : ''}`}
      style={
        {
          '--wire-width': `${wire.state === 'waiting' ? 1.5 : wire.width}px`,
        } as React.CSSProperties
      }
    />
  )
})

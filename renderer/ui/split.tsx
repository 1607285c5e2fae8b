// Panels with movable borders whose sizes are remembered. Sizes in pixels; one panel takes the rest.
import { Fragment } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { isSizes, keep, readKept } from './kept.ts'
import './split.css'

export interface SplitPart {
  readonly id: string
  /** In pixels; left out, the panel takes what the others leave. */
  readonly size?: number
  readonly minimum: number
  readonly maximum?: number | string
  readonly content: React.ReactNode
}

interface SplitProps {
  readonly name: string
  readonly direction: 'horizontal' | 'vertical'
  readonly parts: readonly SplitPart[]
}

export function Split({ name, direction, parts }: SplitProps) {
  // Each set of visible panels has sizes of its own.
  const key = `sizes.${name}.${parts.map(part => part.id).join('-')}`
  const kept = readKept(key, isSizes)
  return (
    <Group
      key={key}
      orientation={direction}
      className="split"
      {...(kept && { defaultLayout: kept })}
      onLayoutChanged={layout => keep(key, layout)}
    >
      {parts.map((part, index) => (
        <Fragment key={part.id}>
          {index > 0 && (
            <Separator className="splitter" aria-label={`Size of ${parts[index - 1]?.id ?? ''}`} />
          )}
          <Panel
            id={part.id}
            minSize={part.minimum}
            {...(part.maximum !== undefined && { maxSize: part.maximum })}
            {...(part.size !== undefined && { defaultSize: part.size })}
            groupResizeBehavior={
              part.size === undefined ? 'preserve-relative-size' : 'preserve-pixel-size'
            }
            className="split-panel"
          >
            {part.content}
          </Panel>
        </Fragment>
      ))}
    </Group>
  )
}

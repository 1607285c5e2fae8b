// A look at the examples of a data set.
import { useEffect, useRef } from 'react'
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import { formatCount, formatShape } from '../../shared/graph/format.ts'
import { Button } from '../ui/button.tsx'
import { MissingData } from './missing-data.tsx'
import { type Look, useInspection } from './use-inspection.ts'
import './data-look.css'

interface DataLookProps {
  readonly dataset: DatasetSpec
  readonly pictures: number
  readonly isSmall?: boolean
}

export function DataLook({ dataset, pictures, isSmall = false }: DataLookProps) {
  const found = useInspection(dataset, pictures)
  if (found.state === 'waiting') return <p className="dim">{found.why}</p>
  if (found.state === 'wrong')
    return (
      <div className="data-wrong">
        <p className="field-message">{found.message}</p>
        {found.isData && <MissingData dataset={dataset} />}
        <Button small onPress={found.again}>
          Look again
        </Button>
      </div>
    )
  const { look } = found
  return (
    <div className={`data-look${isSmall ? ' small' : ''}`}>
      <Facts look={look} isSmall={isSmall} />
      {look.pixels && <Pictures look={look} />}
      {!isSmall && <ClassCounts look={look} />}
    </div>
  )
}

function Facts({ look, isSmall }: { look: Look; isSmall: boolean }) {
  const { counts, shape, classNames } = look.inspection
  const parts = [
    `${formatCount(counts.training)} to train on`,
    `${formatCount(counts.validation)} to validate`,
    ...(counts.test > 0 ? [`${formatCount(counts.test)} to test`] : []),
  ]
  const what = classNames.length > 0 ? `${classNames.length} classes` : 'numbers to predict'
  return (
    <p className="dim">
      {isSmall ? `${parts[0]}, ` : `${parts.join(', ')}; `}
      {formatShape(shape)}, {what}
    </p>
  )
}

function Pictures({ look }: { look: Look }) {
  const { pictures, classNames } = look.inspection
  if (!pictures || !look.pixels) return null
  const { height, width, channels, labels } = pictures
  const size = height * width * channels
  const count = Math.floor(look.pixels.length / Math.max(1, size))
  return (
    <ul className="data-pictures">
      {Array.from({ length: count }, (_, index) => {
        const label = labels[index]
        const name = label === undefined ? '' : (classNames[label] ?? String(label))
        const bytes = look.pixels?.subarray(index * size, (index + 1) * size)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: examples have nothing else, and never move.
          <li key={index}>
            {bytes && (
              <Picture
                bytes={bytes}
                height={height}
                width={width}
                channels={channels}
                name={name}
              />
            )}
            <span className="data-label">{name}</span>
          </li>
        )
      })}
    </ul>
  )
}

interface PictureProps {
  readonly bytes: Uint8Array
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly name: string
}

function Picture({ bytes, height, width, channels, name }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const image = context.createImageData(width, height)
    for (let pixel = 0; pixel < width * height; pixel++) {
      const from = pixel * channels
      const grey = bytes[from] ?? 0
      const rgb =
        channels === 3 ? [grey, bytes[from + 1] ?? 0, bytes[from + 2] ?? 0] : [grey, grey, grey]
      image.data.set([...rgb, 255], pixel * 4)
    }
    context.putImageData(image, 0, 0)
  }, [bytes, height, width, channels])
  return (
    <canvas ref={canvas} width={width} height={height} role="img" aria-label={name || 'example'} />
  )
}

function ClassCounts({ look }: { look: Look }) {
  const { classCounts, classNames } = look.inspection
  const most = Math.max(1, ...classCounts)
  if (classCounts.length === 0 || classCounts.length > 100) return null
  return (
    <dl className="data-counts" aria-label="Training examples by class">
      {classCounts.map((count, index) => (
        <div key={classNames[index] ?? index} className="data-count">
          <dt>{classNames[index] ?? index}</dt>
          <dd>
            <i style={{ width: `${(count / most) * 100}%` }} />
            {formatCount(count)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

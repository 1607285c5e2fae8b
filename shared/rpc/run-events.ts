// What a run tells while it trains: the records of its `events.jsonl`. They are numbered from 1;
// a follower that was cut off asks for what came after the last number it saw.
import { z } from 'zod'
import { count } from './values.ts'

/** Not a number and infinity are null in JSON. */
const metric = z.number().nullable()

const record = z.looseObject({
  sequence: z.int().positive(),
  /** Milliseconds since 1970. */
  time: z.number().exactOptional(),
})

/** What is being done before the first step, for a status line. */
const preparing = record.extend({
  event: z.literal('preparing'),
  what: z.string(),
  done: z.number().exactOptional(),
  total: z.number().exactOptional(),
})

/** Training begins, or goes on after `step` steps. */
const start = record.extend({
  event: z.literal('start'),
  step: count,
  epochs: count,
  stepsPerEpoch: count,
  resumed: z.boolean().exactOptional(),
})

/** Between epochs: loss and accuracy over the steps since the last one. At most 20 a second. */
const progress = record.extend({
  event: z.literal('progress'),
  step: count,
  epoch: count,
  loss: metric,
  accuracy: metric.exactOptional(),
  examplesPerSecond: metric.exactOptional(),
  secondsLeft: metric.exactOptional(),
})

/** An epoch is over. `epoch` counts from 1. */
const epoch = record.extend({
  event: z.literal('epoch'),
  epoch: count,
  step: count.exactOptional(),
  loss: metric,
  accuracy: metric.exactOptional(),
  valLoss: metric.exactOptional(),
  valAccuracy: metric.exactOptional(),
  examplesPerSecond: metric.exactOptional(),
})

const checkpoint = record.extend({ event: z.literal('checkpoint'), step: count })

/** Something that did not stop the run, for instance a checkpoint that found the disk full. */
const warning = record.extend({ event: z.literal('warning'), message: z.string() })

/** The run is over, for now or for good. */
const end = record.extend({
  event: z.literal('end'),
  reason: z.enum(['finished', 'stopped', 'failed', 'interrupted']).exactOptional(),
  message: z.string().exactOptional(),
})

/** Records of later versions pass through. */
const unknownRecord = record.extend({ event: z.string() })

const known = z.discriminatedUnion('event', [
  preparing,
  start,
  progress,
  epoch,
  checkpoint,
  warning,
  end,
])

export const runEvent = z.union([known, unknownRecord])
/** The records that a reader can take apart by `event`. */
export type RunEvent = z.infer<typeof known>
/** A record with its number, of whatever kind. */
export type NumberedRecord = z.infer<typeof unknownRecord>

export function isKnownRunEvent(event: NumberedRecord): event is RunEvent {
  return known.safeParse(event).success
}

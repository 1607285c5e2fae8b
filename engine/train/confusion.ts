import type { ConfusionMatrix } from '../../shared/runs/events.ts'
import type { PartReport } from './evaluation.ts'
import type { EvaluatedPart } from './run-types.ts'

/** Null where no output tells classes apart. `classNames`: what the classes were called when it learned them. */
export function confusionOf(
  { confusions, outputs }: PartReport,
  part: EvaluatedPart,
  classNames: readonly string[] = [],
): ConfusionMatrix | null {
  const [first] = Object.values(confusions)
  if (!first) return null
  const isSame = classNames.length === first.classNames.length
  const named = isSame ? { ...first, classNames } : first
  return { part, ...named, ...(outputs && { outputs: confusions }) }
}

import type { Scaling } from '../../shared/emit/typescript/model.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { NetworkSession } from '../train/run-types.ts'

/** A run's constants by input, as the trainer applies them: every input gets the same. */
export function scalingOf({ scaling, document }: NetworkSession): Scaling {
  if (scaling === null) return {}
  return Object.fromEntries(analyse(document).inputs.map(input => [input, scaling]))
}

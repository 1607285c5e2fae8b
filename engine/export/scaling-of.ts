import type { Scaling } from '../../shared/emit/typescript/model.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { scalingByInput } from '../train/run-folder.ts'
import type { NetworkSession } from '../train/run-types.ts'

/** A run's constants by input, as the trainer applies them. */
export function scalingOf({ scaling, document }: NetworkSession): Scaling {
  return scalingByInput(scaling, analyse(document).inputs)
}

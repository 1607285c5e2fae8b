import type { Scaling } from '../../shared/emit/typescript/model.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { NetworkSession } from '../train/run-types.ts'

/** A run's constants by input: they belong to the input that the data feeds, the first. */
export function scalingOf({ scaling, document }: NetworkSession): Scaling {
  const [input] = analyse(document).inputs
  return scaling === null || input === undefined ? {} : { [input]: scaling }
}

// What each problem means in general: the sentence at the layer has the numbers, the page here the reason.
import type { Diagnostic } from './diagnostics/diagnostic.ts'
import { document } from './diagnostics/document.ts'
import { ends } from './diagnostics/ends.ts'
import { preprocessing } from './diagnostics/preprocessing.ts'
import { proportions } from './diagnostics/proportions.ts'
import { shapes } from './diagnostics/shapes.ts'
import { training } from './diagnostics/training.ts'
import { waste } from './diagnostics/waste.ts'
import { wiring } from './diagnostics/wiring.ts'

export type { Diagnostic }

/** Every code that a problem can have. */
export const diagnostics: Readonly<Record<string, Diagnostic>> = {
  ...wiring,
  ...document,
  ...shapes,
  ...ends,
  ...waste,
  ...proportions,
  ...training,
  ...preprocessing,
}

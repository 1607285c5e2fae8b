// What the bodies of one Keras file share.
import type { Definition, Layer } from '../../graph/network.ts'
import type { Constants } from '../frame.ts'
import type { Lines } from '../lines.ts'
import type { Fractions } from '../python/fractions.ts'
import type { BodyName, Scopes } from '../scopes.ts'

export interface Writing {
  readonly scopes: Scopes
  readonly fractions: Fractions
  readonly lines: Lines
  /** Classes of our own that the code names. */
  readonly own: Set<string>
  /** An instance of a node, from the analysis. */
  readonly instanceOf: (definition: Definition) => Layer | undefined
  readonly functionOf: (block: string) => string | undefined
  readonly functionNames: readonly string[]
  /** What the parameters of a body are called in Python; names that it only uses included. */
  readonly parametersOf: (body: BodyName) => ReadonlyMap<string, string>
  readonly scalingOf: (input: string) => Constants | undefined
  /** Between the parts of a layer's name: Keras allows no slash there. */
  readonly separator: string
}

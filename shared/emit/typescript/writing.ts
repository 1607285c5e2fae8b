// What the writers of one file share.
import type { Definition, Layer } from '../../graph/network.ts'
import type { Constants } from '../frame.ts'
import type { Lines } from '../lines.ts'
import type { Scopes } from '../scopes.ts'
import type { ParameterTypes } from './parameter-types.ts'

/** What all bodies of one file share. */
export interface Writing {
  readonly scopes: Scopes
  readonly types: ParameterTypes
  readonly lines: Lines
  /** Classes of the exported project that the code names. */
  readonly own: Set<string>
  /** An instance of a node, from the analysis. */
  readonly instanceOf: (definition: Definition) => Layer | undefined
  /** The name of a block's function, undefined for a block that the network leaves out. */
  readonly functionOf: (block: string) => string | undefined
  readonly functionNames: readonly string[]
  readonly scalingOf: (input: string) => Constants | undefined
}

// The variables of a network: handles, first values, and the signatures that move them in and out.
import type { Shape } from '../../shared/layers/define.ts'
import { type Draw, drawOf, type Initializer } from '../../shared/layers/initializers.ts'
import type { Constraint, Regularizer } from '../../shared/layers/weight-rules.ts'
import type { Variable } from './compilation.ts'
import { firstValue, lateZero } from './first-value.ts'
import type { Recorder } from './recorder.ts'
import { type Seed, seedOf } from './seeds.ts'
import type { AnyTensor, Node, Tensor } from './tensor.ts'

export interface StoredVariable extends Variable {
  readonly handle: AnyTensor
  readonly draw: Draw
  readonly seed: Seed
  /** Weight decay applies. */
  readonly decay: boolean
  readonly regularizer?: Regularizer
  readonly constraint?: Constraint
}

export interface VariableStore {
  readonly all: readonly StoredVariable[]
  find(name: string): StoredVariable
  add(variable: NewVariable): StoredVariable
}

interface NewVariable extends Variable {
  readonly decay?: boolean
  readonly initializer?: Initializer
  readonly regularizer?: Regularizer
  readonly constraint?: Constraint
}

export function createVariables(g: Recorder, runSeed: number): VariableStore {
  const byName = new Map<string, StoredVariable>()
  const all: StoredVariable[] = []
  return {
    all,
    find: name => {
      const found = byName.get(name)
      if (!found) throw new Error(`there is no variable ${name}`)
      return found
    },
    add: ({ initializer = 'zeros', decay = false, ...variable }) => {
      const { name, shape } = variable
      const handle = g.within('variables', () => handleOf(g, name, shape))
      const [layer, weight] = splitName(name)
      const seed = seedOf(runSeed, layer, weight)
      const stored = { ...variable, handle, draw: drawOf(initializer, shape), seed, decay }
      byName.set(name, stored)
      all.push(stored)
      return stored
    },
  }
}

function splitName(name: string): readonly [layer: string, weight: string] {
  const slash = name.lastIndexOf('/')
  return [name.slice(0, slash), name.slice(slash + 1)]
}

function handleOf(g: Recorder, name: string, shape: Shape): AnyTensor {
  const node = g.record('VarHandleOp', [], { shared_name: name, shape }, { name })
  const [handle] = node.outputs
  if (!handle) throw new Error('VarHandleOp has no output')
  return handle
}

export function read(g: Recorder, variable: StoredVariable): Tensor {
  return g.op('ReadVariableOp', [variable.handle])
}

export function assign(g: Recorder, variable: StoredVariable, value: AnyTensor): Node {
  return g.record('AssignVariableOp', [variable.handle, value])
}

/** Gives each variable its first value, drawn from its own seed. */
export function initialize(g: Recorder, variables: readonly StoredVariable[]): readonly Node[] {
  const zero = lateZero(g)
  return variables.map(variable =>
    g.within(variable.name, () => assign(g, variable, firstValue(g, variable, zero))),
  )
}

/** Writes the variables under their names into the checkpoint whose path is `prefix`. */
export function save(g: Recorder, variables: readonly StoredVariable[], prefix: Tensor): Node {
  const [names, slices] = keys(g, variables)
  const values = variables.map(variable => g.within(variable.name, () => read(g, variable)))
  return g.record('SaveV2', [prefix, names, slices, ...values])
}

export function restore(
  g: Recorder,
  variables: readonly StoredVariable[],
  prefix: Tensor,
): readonly Node[] {
  const dtypes = variables.map(() => 'float32' as const)
  const restored = g.record('RestoreV2', [prefix, ...keys(g, variables)], { dtypes }).outputs
  return variables.map((variable, index) => {
    const value = restored[index]
    if (!value) throw new Error('RestoreV2 has an output per key')
    return g.within(variable.name, () => assign(g, variable, value))
  })
}

function keys(g: Recorder, variables: readonly StoredVariable[]): readonly [Tensor, Tensor] {
  return [g.strings(variables.map(({ name }) => name)), g.strings(variables.map(() => ''))]
}

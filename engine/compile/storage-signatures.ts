// The signatures that move variables: first values, checkpoints, plain tensors.
import * as parts from './network-graph.ts'
import type { Recorder } from './recorder.ts'
import type { Signature } from './saved-model.ts'
import * as stored from './variables.ts'

type Signatures = Readonly<Record<string, Signature>>

export function storageSignatures(g: Recorder, variables: stored.VariableStore): Signatures {
  const weights = variables.all.filter(variable => variable.kind === 'weight')
  const path = parts.placeholder(g, 'path', 'string', [])
  const finished = (scope: string, control: Parameters<typeof parts.after>[1]) => ({
    done: parts.after(g, control, g.constant(1, { type: 'int32' }), `${scope}/done`),
  })
  const moved = (scope: string, which: readonly stored.StoredVariable[]): Signatures => ({
    [`save${scope}`]: {
      inputs: { path },
      outputs: finished(`save${scope}`, [
        g.within(`save${scope}`, () => stored.save(g, which, path)),
      ]),
    },
    [`restore${scope}`]: {
      inputs: { path },
      outputs: finished(
        `restore${scope}`,
        g.within(`restore${scope}`, () => stored.restore(g, which, path)),
      ),
    },
  })
  return {
    init: {
      inputs: {},
      outputs: finished(
        'init',
        g.within('init', () => stored.initialize(g, variables.all)),
      ),
    },
    // A network without weights has nothing to save, and SaveV2 refuses an empty list.
    ...(weights.length > 0 && {
      ...moved('', variables.all),
      ...moved('Weights', weights),
      ...valueSignatures(g, weights),
    }),
  }
}

/** Weights as plain tensors, for exports and imports. */
function valueSignatures(g: Recorder, weights: readonly stored.StoredVariable[]): Signatures {
  const values = g.within('read', () =>
    weights.map(variable => [variable.name, stored.read(g, variable)] as const),
  )
  const given = weights.map(variable => {
    const value = parts.placeholder(g, `write/${variable.name}`, 'float32', variable.shape)
    return { variable, value }
  })
  const written = g.within('write', () =>
    given.map(({ variable, value }) => stored.assign(g, variable, value)),
  )
  const done = parts.after(g, written, g.constant(1, { type: 'int32' }), 'write/done')
  return {
    read: { inputs: {}, outputs: Object.fromEntries(values) },
    write: {
      inputs: Object.fromEntries(given.map(({ variable, value }) => [variable.name, value])),
      outputs: { done },
    },
  }
}

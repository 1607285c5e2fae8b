// From a document to a session in TensorFlow; in trainers only.
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { Network } from '../../shared/graph/network.ts'
import type { RunSettings } from '../../shared/runs/events.ts'
import type { Compilation } from '../compile/compilation.ts'
import { compileNetwork } from '../compile/compile-network.ts'
import { openSession } from '../compile/session.ts'
import type { Session } from '../compile/session-types.ts'
import { requireSound } from './require-sound.ts'
import { type RunScaling, scalingByInput } from './run-folder.ts'

export interface Opened {
  readonly network: Network
  readonly compilation: Compilation
  readonly session: Session
}

/** Compiles the network with these settings; the session's variables have no values yet. */
export async function openNetwork(
  document: NetworkDocument,
  settings: Pick<RunSettings, 'loss' | 'optimizer' | 'seed' | 'precision' | 'labelSmoothing'>,
  { lanes, scaling }: { readonly lanes: number; readonly scaling: RunScaling | null },
): Promise<Opened> {
  const network = analyse(document)
  requireSound(network, 'compute')
  const losses = document.training?.losses
  const compilation = compileNetwork(network, {
    loss: settings.loss,
    optimizer: settings.optimizer,
    seed: settings.seed,
    precision: settings.precision,
    ...(settings.labelSmoothing !== undefined && { labelSmoothing: settings.labelSmoothing }),
    lanes,
    ...(losses && { losses }),
    ...(scaling && { scaling: scalingByInput(scaling, network.inputs) }),
  })
  return { network, compilation, session: await openSession(compilation) }
}

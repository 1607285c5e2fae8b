// What a network must be given to learn: told to the reader of data, which knows no network.
import { type Loss, losses, type Training } from '../document/types.ts'
import type { Network } from '../graph/network.ts'
import { outputPorts } from '../graph/outputs.ts'
import { lossFor } from '../graph/training-only.ts'
import type { Shape } from '../layers/define.ts'

export interface WantedInput {
  readonly id: string
  /** Of one example. */
  readonly shape: Shape
}

export interface WantedAnswers extends WantedInput {
  readonly loss: Loss
  /** Another output's answers will do. */
  readonly isOptional: boolean
}

export interface WantedData {
  readonly inputs: readonly WantedInput[]
  readonly outputs: readonly WantedAnswers[]
}

export function wantedData(
  network: Network,
  training: Pick<Training, 'loss' | 'losses'> | undefined,
): WantedData {
  const outputs = outputPorts(network).map(({ id, layer, shape, trainingOnly }) => {
    const own = lossFor(training?.losses, { id, layer })
    const loss = own?.loss ?? training?.loss ?? losses[0]
    const isOptional = trainingOnly || own?.answersOf !== undefined
    return { id, shape: [...shape], loss, isOptional }
  })
  const inputs = network.inputs.flatMap(id => {
    const layer = network.byId.get(id)
    const [shape] = layer?.outputShapes ?? []
    return layer?.reached && shape ? [{ id, shape: [...shape] }] : []
  })
  return { inputs, outputs }
}

/** One input and one kind of answers: any data will do that has one of each. */
export function isPlain({ inputs, outputs }: WantedData): boolean {
  return inputs.length === 1 && outputs.filter(output => !output.isOptional).length <= 1
}

import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { answeringDocument } from '../../shared/emit/answering.ts'
import type { TorchEntry } from '../../shared/emit/pytorch/state.ts'
import type { Tensor } from '../../shared/emit/torch-call.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { Network } from '../../shared/graph/network.ts'
import { inputsOfNumbers } from '../compile/inputs-of-numbers.ts'
import { writeNpy } from '../data/npy.ts'
import { writeFile } from '../files/write-file.ts'
import type { NamedArrays, NetworkSession } from '../train/run-types.ts'
import { weightOrder } from './manifest.ts'
import { type ExportOptions, publishExport } from './publish.ts'
import { pytorchFiles } from './pytorch-files.ts'
import { safetensors } from './safetensors.ts'
import { scalingOf } from './scaling-of.ts'

/** Writes the network with its weights as a PyTorch project into `folder`, whole or not at all. */
export function exportPytorch(
  session: NetworkSession,
  folder: string,
  options: ExportOptions = {},
): Promise<void> {
  return publishExport(folder, options, async temporary => {
    const { files, entries } = await pytorchFiles(session.document, scalingOf(session))
    for (const [path, text] of files) await writeFile(join(temporary, path), text)
    const network = analyse(answeringDocument(session.document))
    const weights = await readWeights(session, network, temporary)
    const state = stateOf(entries, weights)
    await writeFile(join(temporary, 'weights.safetensors'), safetensors(state))
    const batch = exampleBatch(session, network)
    const answers = await session.predict(batch)
    await writeFile(join(temporary, 'verify.npz'), arrays({ inputs: batch, outputs: answers }))
  })
}

/** Every weight by `LAYER/WEIGHT`. */
async function readWeights(
  session: NetworkSession,
  network: Network,
  folder: string,
): Promise<ReadonlyMap<string, Tensor>> {
  const { names } = weightOrder(network)
  const all = join(folder, 'weights.bin')
  await session.writeWeights(all, names)
  const bytes = await readFile(all)
  await rm(all)
  const found = new Map<string, Tensor>()
  let start = bytes.byteOffset
  for (const name of names) {
    const slash = name.lastIndexOf('/')
    const shape =
      network.byId.get(name.slice(0, slash))?.weights[name.slice(slash + 1)]?.shape ?? []
    const count = shape.reduce((product, size) => product * size, 1)
    const values = new Float32Array(bytes.buffer.slice(start, start + 4 * count))
    found.set(name, { shape, values })
    start += 4 * count
  }
  return found
}

/** The entries of the state dict, made from the weights of the layers. */
export function stateOf(
  entries: readonly TorchEntry[],
  weights: ReadonlyMap<string, Tensor>,
): ReadonlyMap<string, Tensor> {
  return new Map(
    entries.map(({ key, layer, make }) => {
      const given = (name: string) => {
        const found = weights.get(`${layer}/${name}`)
        if (!found) throw new Error(`${layer} has no ${name}`)
        return found
      }
      return [key, make(given)]
    }),
  )
}

/** Two examples that are the same in every export: numbers between 0 and 1, or small whole ones. */
function exampleBatch(session: NetworkSession, network: Network): NamedArrays {
  const numbers = inputsOfNumbers(network)
  return Object.fromEntries(
    network.inputs.map((id, place) => {
      const shape = [2, ...(session.inputs[id] ?? [])]
      const count = shape.reduce((product, size) => product * size, 1)
      // A step of the golden ratio never comes back to where it was.
      const values = Float32Array.from({ length: count }, (_, at) =>
        numbers.has(id) ? at % 2 : ((at + place / 2) * 0.6180339887498949) % 1,
      )
      return [id, { shape, values }]
    }),
  )
}

function arrays(groups: Readonly<Record<string, NamedArrays>>): Uint8Array {
  const files = Object.entries(groups).flatMap(([group, named]) =>
    Object.entries(named).map(([id, { shape, values }]) => [
      `${group}/${id}.npy`,
      writeNpy(Float32Array.from(values), shape),
    ]),
  )
  return zipSync(Object.fromEntries(files), { level: 0 })
}

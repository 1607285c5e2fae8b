// Weights as NumPy reads them: an archive of one .npy file for each, not compressed.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import type { Network } from '../../shared/graph/network.ts'
import { writeNpy } from '../data/npy.ts'
import { writeFile } from '../files/write-file.ts'
import type { NetworkSession } from '../train/run-types.ts'
import { weightOrder } from './manifest.ts'

/** Writes `folder/weights.npz`: `LAYER/WEIGHT` under the names that `nameOf` gives the layers, in their order. */
export async function writeWeightsNpz(
  session: NetworkSession,
  network: Network,
  folder: string,
  nameOf: (layer: string) => string,
): Promise<void> {
  const { names } = weightOrder(network)
  const all = join(folder, 'weights.bin')
  await session.writeWeights(all, names)
  const bytes = await readFile(all)
  await rm(all)
  const files: Record<string, Uint8Array> = {}
  let start = bytes.byteOffset
  for (const name of names) {
    const slash = name.lastIndexOf('/')
    const [layer, weight] = [name.slice(0, slash), name.slice(slash + 1)]
    const shape = network.byId.get(layer)?.weights[weight]?.shape ?? []
    const count = shape.reduce((product, size) => product * size, 1)
    const values = new Float32Array(bytes.buffer.slice(start, start + 4 * count))
    files[`${nameOf(layer)}/${weight}.npy`] = writeNpy(values, shape)
    start += 4 * count
  }
  await writeFile(join(folder, 'weights.npz'), zipSync(files, { level: 0 }))
}

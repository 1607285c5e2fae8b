// The weights that came with this project: one file of float32 numbers and one that says where each begins.
import { readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import * as tf from '@tensorflow/tfjs'

interface WeightPlace {
  name: string
  shape: number[]
  /** Bytes from the start of weights.bin. */
  offset: number
}

export interface Manifest {
  layers: { name: string; weights: WeightPlace[] }[]
}

const manifestFile = fileURLToPath(new URL('../weights/weights.json', import.meta.url))
const numbersFile = fileURLToPath(new URL('../weights/weights.bin', import.meta.url))

/** Gives every layer its weights. In a browser, fetch the two files and call this with them. */
export function setWeights(model: tf.LayersModel, manifest: Manifest, bytes: ArrayBuffer): void {
  for (const { name, weights } of manifest.layers) {
    const tensors = weights.map(({ shape, offset }) => {
      const count = shape.reduce((product, size) => product * size, 1)
      return tf.tensor(new Float32Array(bytes, offset, count), shape)
    })
    // Not by `setWeights`, which would bend them to the layer's constraints.
    for (const [at, variable] of model.getLayer(name).weights.entries())
      if (tensors[at]) (variable.read() as tf.Variable).assign(tensors[at])
    tf.dispose(tensors)
  }
}

async function read(): Promise<{ manifest: Manifest; bytes: ArrayBuffer }> {
  const manifest: Manifest = JSON.parse(await readFile(manifestFile, 'utf8'))
  // A small file shares its buffer with others: the copy begins at 0.
  return { manifest, bytes: new Uint8Array(await readFile(numbersFile)).buffer }
}

/** Reads `weights/` of this project into the model. */
export async function loadWeights(model: tf.LayersModel): Promise<tf.LayersModel> {
  const { manifest, bytes } = await read()
  setWeights(model, manifest, bytes)
  return model
}

/** Writes the model's weights back into `weights/`, in the same places. */
export async function saveWeights(model: tf.LayersModel): Promise<void> {
  const { manifest, bytes } = await read()
  for (const { name, weights } of manifest.layers) {
    for (const [index, tensor] of model.getLayer(name).getWeights().entries()) {
      const place = weights[index]
      if (place) new Float32Array(bytes, place.offset, tensor.size).set(await tensor.data())
    }
  }
  await writeFile(`${numbersFile}.new`, new Uint8Array(bytes))
  await rename(`${numbersFile}.new`, numbersFile)
}

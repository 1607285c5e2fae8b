// What is trained: two networks of the templates with the settings that all programs can share.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { writeNpy } from '../../engine/data/npy.ts'
import type { NetworkDocument, Training } from '../../shared/document/types.ts'
import { instantiate } from '../../templates/instantiate.ts'
import { makeIdx } from '../fixtures/make-idx.ts'

export type TaskName = 'lenet' | 'resnet-20'

export interface Task {
  readonly name: TaskName
  readonly title: string
  readonly batchSize: number
  /** In an epoch of the fast programs, and of tfjs's own `fit`. A whole number of batches. */
  readonly images: number
  readonly fewImages: number
  readonly optimizer: Training['optimizer']
  /** Written once, read by every program: a folder of IDX files or an NPZ file. */
  readonly data: string
  /** `data` for our command line; nothing is held back, because the others hold nothing back. */
  readonly spec: string
  readonly document: string
}

interface Size {
  readonly steps: number
  readonly fewSteps: number
}

export interface Extent {
  readonly lenet: Size
  readonly resnet20: Size
}

/** Writes both tasks' data and documents into the folder. */
export async function prepareTasks(folder: string, extent: Extent): Promise<readonly Task[]> {
  const digits = join(folder, 'digits')
  const pictures = join(folder, 'pictures.npz')
  const lenet = await prepare(folder, 'lenet', 256, extent.lenet, {
    data: digits,
    spec: `idx:${digits}?validation=0`,
    optimizer: { kind: 'adam', learningRate: 0.001 },
  })
  const resnet = await prepare(folder, 'resnet-20', 128, extent.resnet20, {
    data: pictures,
    spec: `npz:${pictures}?validation=0`,
    optimizer: { kind: 'momentum', learningRate: 0.01, momentum: 0.9 },
  })
  await makeIdx(digits, { count: lenet.images })
  await writePictures(pictures, resnet.images)
  return [lenet, resnet]
}

async function prepare(
  folder: string,
  name: TaskName,
  batchSize: number,
  { steps, fewSteps }: Size,
  rest: Pick<Task, 'data' | 'spec' | 'optimizer'>,
): Promise<Task> {
  const document = join(folder, `${name}.loom.json`)
  const network = plain(instantiate(name), rest.optimizer)
  await mkdir(folder, { recursive: true })
  await writeFile(document, JSON.stringify(network))
  const images = steps * batchSize
  const fewImages = fewSteps * batchSize
  return { name, title: network.name, batchSize, images, fewImages, document, ...rest }
}

/**
 * Without L2 decay, which Keras's and PyTorch's optimizers define differently, and without centring,
 * which theirs have nothing like.
 */
function plain(document: NetworkDocument, optimizer: Training['optimizer']): NetworkDocument {
  if (!document.training) throw new Error(`${document.name} has no training settings.`)
  const { standardize: _, ...training } = document.training
  return { ...document, training: { ...training, optimizer } }
}

/** Random pictures of CIFAR's size with random classes; the time of a step does not depend on them. */
async function writePictures(path: string, count: number): Promise<void> {
  const next = randomBits(1)
  const x = Float32Array.from({ length: count * 32 * 32 * 3 }, () => next() / 2 ** 32)
  const y = Int32Array.from({ length: count }, () => next() % 10)
  const files = {
    'x_train.npy': writeNpy(x, [count, 32, 32, 3]),
    'y_train.npy': writeNpy(y, [count]),
  }
  await writeFile(path, zipSync(files, { level: 0 }))
}

/** xorshift32 (Marsaglia, 2003). */
function randomBits(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

// How much memory a training step takes, measured, beside what the cost sheet says before anything runs. Linux only.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NetworkDocument, Precision } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { stepSettingsOf } from '../../shared/graph/step-settings.ts'
import { trainingMemory } from '../../shared/graph/training-memory.ts'
import { instantiate } from '../../templates/instantiate.ts'
import { lastJson, runChild } from './child.ts'

export interface MemoryCase {
  readonly template: string
  readonly batchSize: number
  /** Left out: float32. */
  readonly precision?: Precision
  /** Left out: the template's own. */
  readonly input?: readonly number[]
}

/**
 * What this machine bears. The growth of a process is no exact thing: the same network gives figures a tenth apart,
 * because TensorFlow's threads meet in another order and glibc keeps what is freed.
 */
export const memoryCases: readonly MemoryCase[] = [
  { template: 'lenet', batchSize: 1024 },
  { template: 'lenet-5', batchSize: 1024 },
  { template: 'mlp', batchSize: 4096 },
  { template: 'cnn-32', batchSize: 128 },
  { template: 'cnn-32', batchSize: 512, precision: 'mixedBfloat16' },
  { template: 'fashion-cnn', batchSize: 256 },
  { template: 'resnet-20', batchSize: 32 },
  { template: 'resnet-20', batchSize: 128 },
  { template: 'resnet-20', batchSize: 128, precision: 'mixedBfloat16' },
  { template: 'resnet-56', batchSize: 64 },
  { template: 'resnet-110', batchSize: 32 },
  { template: 'parameter-exercise', batchSize: 32 },
  { template: 'resnet-50', batchSize: 32, input: [64, 64, 3] },
  { template: 'vgg-11', batchSize: 32, input: [64, 64, 3] },
  { template: 'densenet-121', batchSize: 32, input: [64, 64, 3] },
  { template: 'convnext-tiny', batchSize: 32, input: [64, 64, 3] },
  { template: 'unet', batchSize: 32, input: [32, 32, 1] },
  { template: 'googlenet', batchSize: 32, input: [64, 64, 3] },
  { template: 'mobilenet-v2', batchSize: 32, input: [64, 64, 3] },
  { template: 'efficientnet-b0', batchSize: 32, input: [64, 64, 3] },
  { template: 'vit-tiny-16', batchSize: 32, input: [64, 64, 3] },
  { template: 'xception', batchSize: 32, input: [96, 96, 3] },
]

export interface MeasuredMemory extends MemoryCase {
  /** Bytes over the idle trainer at the second step, and as estimated. */
  readonly measured: number
  readonly estimated: number
}

export async function measureMemory(each: MemoryCase): Promise<MeasuredMemory> {
  const document = documentOf(each)
  const folder = await mkdtemp(join(tmpdir(), 'layerloom-bench-memory-'))
  try {
    const file = join(folder, 'network.loom.json')
    await writeFile(file, JSON.stringify(document))
    const script = fileURLToPath(new URL('memory-child.ts', import.meta.url))
    const settings = [file, String(each.batchSize), each.precision ?? 'float32']
    const output = await runChild([process.execPath, '--expose-gc', script, ...settings])
    const { second } = lastJson<{ second: number }>(output)
    return { ...each, measured: second, estimated: estimateOf(document, each) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function documentOf({ template, input }: MemoryCase): NetworkDocument {
  return instantiate(template, input ? { input } : {})
}

function estimateOf(document: NetworkDocument, { batchSize, precision }: MemoryCase): number {
  const settings = { ...stepSettingsOf(document), batchSize, standardize: false }
  return trainingMemory(analyse(document), { ...settings, precision: precision ?? 'float32' }).peak
}

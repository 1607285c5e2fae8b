// Hands graphs to Python, where TensorFlow differentiates them itself.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runPythonJson } from '../../python.ts'

export interface Comparison {
  /** Largest difference over the largest number of TensorFlow's own gradient. */
  readonly difference: number
  readonly size: number
  readonly same_shape: boolean
  readonly finite: boolean
  readonly missing: boolean
}

export interface GradientCase {
  readonly name: string
  readonly signature: string
  readonly batch: number
  readonly loss: string
  /** Gradient outputs and the tensors that they belong to. */
  readonly wanted: Readonly<Record<string, string>>
  readonly feeds: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly kind: string }>
  >
}

export interface GradientModel {
  readonly savedModel: Uint8Array
  readonly cases: readonly GradientCase[]
}

export type Comparisons = Readonly<Record<string, Readonly<Record<string, Comparison>>>>

/** One process for all: TensorFlow takes seconds to start. */
export async function compareGradients(models: readonly GradientModel[]): Promise<Comparisons> {
  const root = mkdtempSync(join(tmpdir(), 'layerloom-gradients-'))
  try {
    const input = models.map(({ savedModel, cases }) => {
      const folder = mkdtempSync(join(root, 'model-'))
      writeFileSync(join(folder, 'saved_model.pb'), savedModel)
      return { folder, cases }
    })
    const program = readFileSync(new URL('./gradients.py', import.meta.url), 'utf8')
    return (await runPythonJson(program, {
      input: { models: input },
      timeoutSeconds: 300,
    })) as Comparisons
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

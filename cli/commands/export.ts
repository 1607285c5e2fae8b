import { stat } from 'node:fs/promises'
import { headsOf } from '../../engine/export/learned-outputs.ts'
import type { ExportOptions } from '../../engine/export/publish.ts'
import { openDocument, openRun } from '../../engine/train/network-session.ts'
import type { NetworkSession } from '../../engine/train/run-types.ts'
import { usualTraining } from '../../shared/document/parse-training.ts'
import { callerPath } from '../caller-folder.ts'
import { inputError } from '../output/failure.ts'
import { printLine } from '../output/print.ts'
import { readNetwork } from '../read-network.ts'

type Target = 'typescript' | 'keras' | 'pytorch' | 'savedmodel' | 'onnx' | 'tfjs'

interface ExportCommandOptions {
  readonly to: Target
  readonly output: string
  readonly force?: boolean
}

type Exporter = (session: NetworkSession, folder: string, options: ExportOptions) => Promise<void>

const exporters: { readonly [T in Target]?: () => Promise<Exporter> } = {
  typescript: async () => (await import('../../engine/export/typescript.ts')).exportTypescript,
  keras: async () => (await import('../../engine/export/keras.ts')).exportKeras,
  pytorch: async () => (await import('../../engine/export/pytorch.ts')).exportPytorch,
  savedmodel: async () => (await import('../../engine/export/saved-model.ts')).exportSavedModel,
}

export async function exportCommand(source: string, options: ExportCommandOptions): Promise<void> {
  const load = exporters[options.to]
  if (!load) {
    const known = Object.keys(exporters).join(', ')
    throw inputError(`Export to ${options.to} is not yet in this version; ${known} are.`)
  }
  const exporter = await load()
  const { session, weights } = await openSource(source)
  try {
    const folder = callerPath(options.output)
    await exporter(session, folder, { force: options.force === true })
    printLine(`Wrote ${folder}${weights}`)
    const heads = headsOf(session.document)
    if (heads.length > 0)
      printLine(`Left out, for they are learnt in training only: ${heads.join(', ')}.`)
  } finally {
    await session.close()
  }
}

interface Source {
  readonly session: NetworkSession
  /** What is said about weights that nobody trained. */
  readonly weights: string
}

/** A run gives its trained weights, a document the weights of its seed. */
async function openSource(source: string): Promise<Source> {
  const path = callerPath(source)
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return { session: await openRun(path), weights: '' }
  const { document } = await readNetwork(source)
  const { seed } = document.training ?? usualTraining
  return {
    session: await openDocument(document),
    weights: ` with the weights that seed ${seed} gives, untrained. Export a run to take trained weights.`,
  }
}

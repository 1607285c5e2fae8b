// An export as one zip: written as a folder like the command line's, packed, and cleared away.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExportSource } from '../../shared/rpc/engine-contract.ts'
import type { Binary } from '../../shared/rpc/values.ts'
import type { NetworkSession } from '../train/run-types.ts'
import { checkDocument } from './check-document.ts'
import type { Runs } from './runs.ts'

export type ExportTarget = 'typescript' | 'keras' | 'pytorch' | 'savedModel'
type Exporter = (session: NetworkSession, folder: string) => Promise<void>

// Loaded when first needed: the engine is ready sooner without them.
const exporters: { readonly [Target in ExportTarget]: () => Promise<Exporter> } = {
  typescript: async () => (await import('../export/typescript.ts')).exportTypescript,
  keras: async () => (await import('../export/keras.ts')).exportKeras,
  pytorch: async () => (await import('../export/pytorch.ts')).exportPytorch,
  savedModel: async () => (await import('../export/saved-model.ts')).exportSavedModel,
}

export async function exportNetwork(
  runs: Runs,
  target: ExportTarget,
  source: ExportSource,
): Promise<{ name: string; file: Binary }> {
  const { zipFolder } = await import('../export/zip-folder.ts')
  const exporter = await exporters[target]()
  const session = await openSource(runs, source)
  const scratch = await mkdtemp(join(tmpdir(), 'layerloom-export-'))
  try {
    const name = fileNameOf(session.document.name, target)
    const folder = join(scratch, name)
    await exporter(session, folder)
    const bytes = new Uint8Array(await zipFolder(folder, name))
    return { name: `${name}.zip`, file: new Blob([bytes], { type: 'application/zip' }) }
  } finally {
    await session.close()
    await rm(scratch, { recursive: true, force: true })
  }
}

/** A run gives its trained weights, a document those of its seed. */
async function openSource(runs: Runs, source: ExportSource): Promise<NetworkSession> {
  const { openDocument, openRun } = await import('../train/network-session.ts')
  if (!('runId' in source)) return openDocument(await checkDocument(source.document))
  await runs.summary(source.runId)
  return openRun(runs.folderOf(source.runId))
}

const endings: Readonly<Record<ExportTarget, string>> = {
  typescript: 'typescript',
  keras: 'keras',
  pytorch: 'pytorch',
  savedModel: 'savedmodel',
}

function fileNameOf(name: string, target: ExportTarget): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const stem = plain.replace(/^-+|-+$/g, '').slice(0, 60) || 'network'
  return `${stem}-${endings[target]}`
}

// A run of a drawing that was rewritten: the new network with the weights that the old one has learnt.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { elements } from '../../shared/graph/facts.ts'
import { nearest } from '../../shared/graph/nearest.ts'
import type { Network } from '../../shared/graph/network.ts'
import { carryWeights, type Weights } from '../../shared/graph/rewrites/carry-weights.ts'
import { rewritesFor } from '../../shared/graph/rewrites/index.ts'
import type { Rewrite } from '../../shared/graph/rewrites/rewrite.ts'
import { systemCodeOf } from '../files/file-error.ts'
import { writeFile } from '../files/write-file.ts'
import { newestCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { openDocument, openRun } from './network-session.ts'
import { readDocument } from './read-document.ts'
import { RunError } from './run-error.ts'
import { prepareFolder, readRun, runFiles, writeRun, writeRunDocument } from './run-folder.ts'
import { lockRun } from './run-lock.ts'
import { networkHash } from './run-settings.ts'

export interface RewriteOptions {
  /** The run folder. */
  readonly run: string
  /** Path id of a layer. */
  readonly node: string
  /** `fold-normalization`, `dense-to-convolution` … */
  readonly rule: string
  /** The folder of the new run. */
  readonly folder: string
  readonly force?: boolean
}

/** Writes the new run with one checkpoint; answers what was done. The old run stays as it is. */
export async function rewriteRun(options: RewriteOptions): Promise<Rewrite> {
  const [from, to] = [resolve(options.run), resolve(options.folder)]
  if (from === to)
    throw new RunError('input', 'same-folder', 'The new run needs a folder of its own.')
  const run = await readRun(from)
  const document = await readDocument(join(from, runFiles.document))
  const rewrite = findRewrite(document, options.node, options.rule)
  const old = await readWeights(from, analyse(document))
  const state = await stateOf(from)
  const names = weightNames(analyse(rewrite.document)).map(nameOf)
  const weights = carryWeights(rewrite, old, names)
  await prepareFolder(to, options.force ? 'look' : 'refuse')
  const lock = await lockRun(to)
  try {
    await prepareFolder(to, options.force ? 'clear' : 'refuse')
    const networkHashNow = networkHash(rewrite.document)
    await writeRunDocument(to, rewrite.document)
    const carried = { ...state, networkHash: networkHashNow, hasOptimizer: false }
    await writeCheckpoint(join(to, runFiles.checkpoints), carried, prefix =>
      saveWeights(rewrite.document, weights, prefix),
    )
    // How it was learnt, and what it mistakes: the function is the same.
    for (const name of [runFiles.events, runFiles.confusion])
      await copyFile(join(from, name), join(to, name))
    // Last, so that a kill in between leaves no run that seems whole.
    const created = new Date().toISOString()
    await writeRun(to, { ...run, created, networkHash: networkHashNow })
  } finally {
    await lock.release()
  }
  return rewrite
}

/** Nothing where there is no such file. */
async function copyFile(from: string, to: string): Promise<void> {
  const bytes = await readFile(from).catch((thrown: unknown) => {
    if (systemCodeOf(thrown) === 'ENOENT') return null
    throw thrown
  })
  if (bytes) await writeFile(to, bytes)
}

/** Where the training stood; without the sums of files that are written anew. */
async function stateOf(run: string) {
  const checkpoint = await newestCheckpoint(join(run, runFiles.checkpoints))
  if (!checkpoint) throw new RunError('input', 'no-checkpoint', `${run} holds no checkpoint yet.`)
  const { files: _, version: __, ...state } = checkpoint.state
  return state
}

function findRewrite(document: NetworkDocument, node: string, rule: string): Rewrite {
  const network = analyse(document)
  const layer = network.byId.get(node)
  if (!layer) throw noSuch('layer', node, [...network.byId.keys()])
  const { block, id } = layer.definition
  const offered = rewritesFor(document, id, block)
  const rewrite = offered.find(each => each.id === rule)
  if (!rewrite) {
    const known = offered.map(each => each.id).join(', ')
    throw new RunError(
      'input',
      'no-rewrite',
      `${node} cannot be rewritten by ${rule}. ${known === '' ? 'There is no other way to write it here.' : `It offers ${known}.`}`,
    )
  }
  if (rewrite.weights === null)
    throw new RunError(
      'input',
      'no-rewrite',
      `${rewrite.label}: that is another function, so the weights do not carry over. Train it anew.`,
    )
  return rewrite
}

function noSuch(what: string, word: string, known: readonly string[]): RunError {
  const near = nearest(word, known)
  const hint = near === undefined ? '' : ` Did you mean ${near}?`
  return new RunError('input', 'no-node', `The run has no ${what} ${word}.${hint}`)
}

interface Named {
  readonly name: string
  readonly size: number
}

const nameOf = ({ name }: Named) => name

/** Of every layer that holds weights of its own. */
function weightNames({ layers }: Network): readonly Named[] {
  return layers
    .filter(layer => layer.weightsOf === layer.id)
    .flatMap(({ id, weights }) =>
      Object.entries(weights).map(([name, { shape }]) => ({
        name: `${id}/${name}`,
        size: elements(shape),
      })),
    )
}

async function readWeights(run: string, network: Network): Promise<Weights> {
  const names = weightNames(network)
  const session = await openRun(run)
  try {
    const bytes = await throughFile(async file => {
      await session.writeWeights(file, names.map(nameOf))
      return readFile(file)
    })
    const numbers = new Float32Array(new Uint8Array(bytes).buffer)
    let at = 0
    return new Map(
      names.map(({ name, size }) => {
        at += size
        return [name, numbers.subarray(at - size, at)]
      }),
    )
  } finally {
    await session.close()
  }
}

async function saveWeights(
  document: NetworkDocument,
  weights: Weights,
  prefix: string,
): Promise<void> {
  const session = await openDocument(document)
  try {
    await throughFile(async file => {
      const parts = [...weights.values()].map(values =>
        Buffer.from(values.buffer, values.byteOffset, values.byteLength),
      )
      await writeFile(file, Buffer.concat(parts))
      await session.fillWeights(file, [...weights.keys()])
    })
    await session.saveCheckpoint(prefix)
  } finally {
    await session.close()
  }
}

/** Weights travel between processes as a file (CONTRACTS). */
async function throughFile<T>(use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'layerloom-weights-'))
  try {
    return await use(join(folder, 'weights'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

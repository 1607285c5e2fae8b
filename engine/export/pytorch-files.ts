// The files of an exported PyTorch project except its weights: text by path.
import { readFile } from 'node:fs/promises'
import { printDocument } from '../../shared/document/print.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { answeringDocument } from '../../shared/emit/answering.ts'
import { EmitError } from '../../shared/emit/emit-error.ts'
import type { Scaling } from '../../shared/emit/frame.ts'
import { proseOf } from '../../shared/emit/python/values.ts'
import { emitPytorch, type TorchText } from '../../shared/emit/pytorch/model.ts'
import type { TorchEntry } from '../../shared/emit/pytorch/state.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { RunError } from '../train/run-error.ts'
import { trainingOf } from './learned-outputs.ts'
import { withRecipe } from './python-train.ts'
import { type InitialiseText, initialiseText } from './pytorch-initialise.ts'
import { pytorchReadme } from './pytorch-readme.ts'
import { pytorchParts, pytorchRecipe } from './pytorch-recipe.ts'
import { requireRules, ruleText } from './pytorch-rules.ts'
import { type TorchWeight, torchWeights } from './pytorch-weights.ts'

const project = new URL('./pytorch/', import.meta.url)
const plain = ['weights.py', 'predict.py', 'verify.py', 'requirements.txt']

export interface PytorchFiles {
  readonly files: ReadonlyMap<string, string>
  readonly entries: readonly TorchEntry[]
}

export async function pytorchFiles(
  document: NetworkDocument,
  scaling: Scaling,
): Promise<PytorchFiles> {
  const kept = answeringDocument(document)
  const text = textOf(document, scaling)
  const weights = torchWeights(text.entries, analyse(kept))
  requireRules(weights, analyse(kept))
  const first = initialiseText(weights)
  const copied = await Promise.all(plain.map(async name => [name, await source(name)] as const))
  const files = new Map([
    ['model.py', await modelFile(kept, text, first)],
    ...copied,
    ['train.py', await trainFile(kept, weights)],
    ['README.md', pytorchReadme(kept, document, first.otherwise)],
    ['network.loom.json', printDocument(document)],
  ])
  return { files, entries: text.entries }
}

async function trainFile(
  document: NetworkDocument,
  weights: readonly TorchWeight[],
): Promise<string> {
  const rules = ruleText(weights, (trainingOf(document).optimizer.weightDecay ?? 0) > 0)
  const recipe = pytorchRecipe(document, rules)
  return withRecipe(await source('train.py'), recipe, pytorchParts(document, rules))
}

function textOf(document: NetworkDocument, scaling: Scaling): TorchText {
  try {
    return emitPytorch(document, { scaling })
  } catch (thrown) {
    if (!(thrown instanceof EmitError)) throw thrown
    throw new RunError('input', 'document', thrown.message, thrown)
  }
}

async function modelFile(
  document: NetworkDocument,
  text: TorchText,
  first: InitialiseText,
): Promise<string> {
  const network = analyse(document)
  const classes = await ownClasses([...text.own, ...first.own])
  const body = [...classes, ...text.lines.map(line => line.text), ...spaced(first.lines)].join('\n')
  const uses = (pattern: RegExp) => pattern.test(body)
  const imports = [
    ...(uses(/\bmath\./) ? ['import math'] : []),
    ...(uses(/\bCallable\b/) ? ['from typing import Callable'] : []),
    ...(uses(/\bprod\(/) ? ['from math import prod'] : []),
  ]
  const head = [
    `"""${proseOf(document.name) || 'Network'}, drawn in Layerloom. Pictures come in and go out with the channels first."""\n`,
    ...(imports.length > 0 ? [...imports, ''] : []),
    ...(uses(/\btorch\./) ? ['import torch'] : []),
    ...(uses(/\bF\./) ? ['import torch.nn.functional as F'] : []),
    'from torch import Tensor, nn',
    ...(uses(/\bweight_norm\(/) ? ['from torch.nn.utils.parametrizations import weight_norm'] : []),
  ]
  const shapes = text.inputs.map(
    id => `${JSON.stringify(id)}: ${tuple(network.byId.get(id)?.outputShapes?.[0] ?? [])}`,
  )
  const lists = [
    '\n# The sizes of an example as the drawing has them, the channels last.',
    `INPUTS = {${shapes.join(', ')}}`,
    `OUTPUTS = [${text.outputs.map(name => JSON.stringify(name)).join(', ')}]\n\n\n`,
  ]
  const end = `\n\ndef create_model() -> ${text.className}:\n${created(text.className, first.lines)}`
  return `${[...head, ...lists].join('\n')}${body}\n${end}`
}

function spaced(lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? ['\n', ...lines] : []
}

function created(className: string, initialise: readonly string[]): string {
  if (initialise.length === 0) return `    return ${className}()\n`
  return `    model = ${className}()\n    initialise(model)\n    return model\n`
}

function tuple(sizes: readonly number[]): string {
  return sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(', ')})`
}

/** Each without its imports, and behind those that it is made of. */
async function ownClasses(names: readonly string[]): Promise<readonly string[]> {
  const texts = new Map<string, string>()
  const add = async (name: string): Promise<void> => {
    if (texts.has(name)) return
    const text = await source(`layers/${name}.py`)
    const own = text.slice(text.search(/^(class |def )/m))
    for (const needed of ['Activation', 'LoopRNN', 'sparsemax'])
      if (needed !== name && new RegExp(`\\b${needed}\\b`).test(own)) await add(needed)
    texts.set(name, `${own}\n`)
  }
  for (const name of [...names].sort()) await add(name)
  return [...texts.values()]
}

function source(path: string): Promise<string> {
  return readFile(new URL(path, project), 'utf8')
}

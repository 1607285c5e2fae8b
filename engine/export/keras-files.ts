// The files of an exported Keras project except its weights: text by path.
import { readFile } from 'node:fs/promises'
import { printDocument } from '../../shared/document/print.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { answeringDocument } from '../../shared/emit/answering.ts'
import { EmitError } from '../../shared/emit/emit-error.ts'
import type { Scaling } from '../../shared/emit/frame.ts'
import { emitKeras, type KerasText } from '../../shared/emit/keras/model.ts'
import { snakeCase } from '../../shared/emit/python/names.ts'
import { proseOf } from '../../shared/emit/python/values.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { RunError } from '../train/run-error.ts'
import { kerasReadme } from './keras-readme.ts'
import { kerasParts, kerasRecipe } from './keras-recipe.ts'
import { withRecipe } from './python-train.ts'

const project = new URL('./keras/', import.meta.url)

export interface KerasFiles {
  readonly files: ReadonlyMap<string, string>
  /** The name in Keras of every layer by its path id. */
  readonly names: ReadonlyMap<string, string>
}

export async function kerasFiles(document: NetworkDocument, scaling: Scaling): Promise<KerasFiles> {
  const text = textOf(document, scaling)
  const kept = answeringDocument(document)
  const files = new Map([
    ['model.py', await modelFile(document, text)],
    ['weights.py', await source('weights.py')],
    ['predict.py', await source('predict.py')],
    ['train.py', withRecipe(await source('train.py'), kerasRecipe(kept), kerasParts(kept))],
    ['requirements.txt', await source('requirements.txt')],
    ['README.md', kerasReadme(kept, document)],
    ['network.loom.json', printDocument(document)],
  ])
  return { files, names: text.names }
}

function textOf(document: NetworkDocument, scaling: Scaling): KerasText {
  try {
    return emitKeras(document, { scaling })
  } catch (thrown) {
    if (!(thrown instanceof EmitError)) throw thrown
    throw new RunError('input', 'document', thrown.message, thrown)
  }
}

async function modelFile(document: NetworkDocument, text: KerasText): Promise<string> {
  const classes = await Promise.all([...text.own].sort().map(name => classOf(name, document)))
  const usesOps = classes.some(code => code.includes('ops.'))
  const usesMath = text.usesMath || classes.some(code => code.includes('math.'))
  const head = [
    `"""${proseOf(document.name) || 'Network'}, drawn in Layerloom."""\n`,
    ...(usesMath ? ['import math\n'] : []),
    'import keras',
    usesOps ? 'from keras import layers, ops\n' : 'from keras import layers\n',
  ]
  const quoted = (names: readonly string[]) => names.map(name => JSON.stringify(name)).join(', ')
  const lists = [`INPUTS = [${quoted(text.inputs)}]`, `OUTPUTS = [${quoted(text.outputs)}]`]
  const lines = text.lines.map(line => line.text)
  return `${[...head, ...lists, '\n', ...classes, ...lines].join('\n')}\n`
}

/** A class of the file of its name, without the imports above it. */
async function classOf(name: string, document: NetworkDocument): Promise<string> {
  try {
    const text = await source(`layers/${snakeCase(name)}.py`)
    return `${text.slice(text.search(/^(@|class |def )/m))}\n`
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown
    throw new RunError('input', 'document', refusal(name, document), thrown)
  }
}

/** Names the first layer that needs the class. */
function refusal(name: string, document: NetworkDocument): string {
  const layer = analyse(document).layers.find(({ declaration, params, inputShapes }) => {
    if (!declaration?.keras || !params) return false
    const made = declaration.keras(params, {}, { inputs: inputShapes, output: [] })
    return [made].flat().some(call => call.from === 'own' && call.name === name)
  })
  const what = layer ? `${layer.id} (${layer.declaration?.label})` : name
  return `${what}: Keras has no such layer, and this version does not write one for it. Export to typescript or savedmodel instead.`
}

function source(path: string): Promise<string> {
  return readFile(new URL(path, project), 'utf8')
}

// The files of an exported TypeScript project except its weights: text by path.
import { readFile } from 'node:fs/promises'
import { printDocument } from '../../shared/document/print.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import {
  EmitError,
  emitModel,
  type ModelText,
  type Scaling,
} from '../../shared/emit/typescript/model.ts'
import { printString } from '../../shared/emit/typescript/values.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { RunError } from '../train/run-error.ts'
import { weightOrder } from './manifest.ts'
import { packageName, readmeText } from './readme.ts'
import { recipeText } from './recipe.ts'

const project = new URL('./project/', import.meta.url)

/** What tfjs lacks: which file a class is in, and what that file needs beside it. */
const classes: Readonly<
  Record<string, { readonly file: string; readonly needs: readonly string[] }>
> = {
  activation: { file: 'activation', needs: [] },
  standardize: { file: 'standardize', needs: ['activation'] },
  conv2d: { file: 'conv2d', needs: ['convolution', 'window', 'activation'] },
  depthwiseConv2d: { file: 'depthwise-conv2d', needs: ['convolution', 'window', 'activation'] },
  separableConv2d: {
    file: 'separable-conv2d',
    needs: ['depthwise-conv2d', 'convolution', 'window', 'activation'],
  },
  conv2dTranspose: { file: 'conv2d-transpose', needs: ['convolution', 'window', 'activation'] },
  maxPooling2d: { file: 'max-pooling2d', needs: ['convolution', 'window', 'activation'] },
  batchNormalization: {
    file: 'batch-normalization',
    needs: ['convolution', 'window', 'activation'],
  },
}

/** What the project is tested with: a test keeps them equal to this program's own. */
export const versions = { tfjs: '4.22.0', typescript: '7.0.2', nodeTypes: '22.20.5' }

export async function projectFiles(
  document: NetworkDocument,
  scaling: Scaling,
): Promise<ReadonlyMap<string, string>> {
  const model = modelOf(document, scaling)
  const fixed = await Promise.all(
    ['weights', 'npy', 'predict', 'train', 'loss'].map(
      async name => [`src/${name}.ts`, await source(`${name}.ts`)] as const,
    ),
  )
  const recipe = await source('recipe.ts')
  const { manifest } = weightOrder(analyse(document))
  const lists = [
    `export const inputs: string[] = [${model.inputs.map(printString).join(', ')}]`,
    `export const outputs: string[] = [${model.outputs.map(printString).join(', ')}]`,
  ]
  return new Map([
    ['package.json', `${JSON.stringify(packageOf(document), null, 2)}\n`],
    ['tsconfig.json', await readFile(new URL('tsconfig.json', project), 'utf8')],
    ['README.md', readmeText(document)],
    ['network.loom.json', printDocument(document)],
    [
      'src/model.ts',
      `${[...model.lines.map(line => line.text), '', "export { loadWeights } from './weights.js'", '', ...lists].join('\n')}\n`,
    ],
    ...(await ownLayers(model.own)),
    ...fixed,
    ['src/recipe.ts', recipeText(document, recipe.slice(0, recipe.indexOf('export const recipe')))],
    ['weights/weights.json', `${JSON.stringify(manifest, null, 1)}\n`],
  ])
}

function modelOf(document: NetworkDocument, scaling: Scaling): ModelText {
  try {
    return emitModel(document, { scaling })
  } catch (thrown) {
    if (!(thrown instanceof EmitError)) throw thrown
    throw new RunError('input', 'document', thrown.message, thrown)
  }
}

function source(path: string): Promise<string> {
  return readFile(new URL(`src/${path}`, project), 'utf8')
}

async function ownLayers(own: readonly string[]): Promise<(readonly [string, string])[]> {
  if (own.length === 0) return []
  const used = own.map(name => {
    const found = classes[name]
    if (!found) throw new Error(`The project has no class ${name} to bring along.`)
    return { name, ...found }
  })
  const files = new Set(used.flatMap(({ file, needs }) => [file, ...needs]))
  const index = used
    .map(({ name, file }) => `export { ${name} } from './layers/${file}.js'\n`)
    .sort()
    .join('')
  const texts = await Promise.all(
    [...files]
      .sort()
      .map(async file => [`src/layers/${file}.ts`, await source(`layers/${file}.ts`)] as const),
  )
  return [['src/layers.ts', index], ...texts]
}

function packageOf(document: NetworkDocument) {
  return {
    name: packageName(document),
    version: '1.0.0',
    private: true,
    type: 'module',
    scripts: {
      build: 'tsc',
      predict: 'tsc && node dist/predict.js',
      train: 'tsc && node dist/train.js',
    },
    dependencies: { '@tensorflow/tfjs': versions.tfjs },
    devDependencies: { '@types/node': versions.nodeTypes, typescript: versions.typescript },
  }
}

// The files of an exported TypeScript project except its weights: text by path.
import { readFile } from 'node:fs/promises'
import { printDocument } from '../../shared/document/print.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { answeringDocument } from '../../shared/emit/answering.ts'
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
import { preprocessingClasses } from './preprocessing-classes.ts'
import { packageName, readmeText } from './readme.ts'
import { recipeText } from './recipe.ts'

const project = new URL('./project/', import.meta.url)

const sequenceNeeds = ['learned', 'convolution', 'window', 'activation']

/** What tfjs lacks: which file a class is in, and what that file needs beside it. */
const classes: Readonly<
  Record<
    string,
    {
      readonly file: string
      readonly needs: readonly string[]
      /** Functions that its arguments call. */
      readonly functions?: readonly string[]
    }
  >
> = {
  activation: { file: 'activation', needs: [] },
  standardize: { file: 'standardize', needs: ['activation'] },
  values: { file: 'initializers', needs: [] },
  varianceScaling: { file: 'initializers', needs: [] },
  l1l2: { file: 'regularizers', needs: [] },
  maxNorm: { file: 'constraints', needs: [] },
  unitNorm: { file: 'constraints', needs: [] },
  minMaxNorm: { file: 'constraints', needs: [] },
  conv2d: { file: 'conv2d', needs: ['convolution', 'window', 'activation'] },
  depthwiseConv2d: { file: 'depthwise-conv2d', needs: ['convolution', 'window', 'activation'] },
  separableConv2d: {
    file: 'separable-conv2d',
    needs: ['depthwise-conv2d', 'convolution', 'window', 'activation'],
  },
  conv2dTranspose: { file: 'conv2d-transpose', needs: ['convolution', 'window', 'activation'] },
  conv1d: { file: 'conv1d', needs: ['conv2d', 'convolution', 'window', 'activation'] },
  depthwiseConv1d: {
    file: 'depthwise-conv1d',
    needs: ['depthwise-conv2d', 'convolution', 'window', 'activation'],
  },
  separableConv1d: {
    file: 'separable-conv1d',
    needs: ['separable-conv2d', 'depthwise-conv2d', 'convolution', 'window', 'activation'],
  },
  conv1dTranspose: {
    file: 'conv1d-transpose',
    needs: ['conv2d-transpose', 'convolution', 'window', 'activation'],
  },
  locallyConnected1d: {
    file: 'locally-connected',
    needs: ['depthwise-conv2d', 'convolution', 'window', 'activation'],
  },
  locallyConnected2d: {
    file: 'locally-connected',
    needs: ['depthwise-conv2d', 'convolution', 'window', 'activation'],
  },
  dense: { file: 'dense', needs: ['convolution', 'window', 'activation'] },
  conv3d: { file: 'volume', needs: ['convolution', 'window', 'activation'] },
  conv3dTranspose: { file: 'volume', needs: ['convolution', 'window', 'activation'] },
  maxPooling2d: { file: 'max-pooling2d', needs: ['convolution', 'window', 'activation'] },
  batchNormalization: {
    file: 'batch-normalization',
    needs: ['convolution', 'window', 'activation'],
  },
  layerNormalization: { file: 'normalization', needs: ['convolution', 'window', 'activation'] },
  rmsNormalization: { file: 'normalization', needs: ['convolution', 'window', 'activation'] },
  groupNormalization: { file: 'normalization', needs: ['convolution', 'window', 'activation'] },
  instanceNormalization: { file: 'normalization', needs: ['convolution', 'window', 'activation'] },
  unitNormalization: {
    file: 'response',
    needs: ['normalization', 'operation', 'convolution', 'window', 'activation'],
  },
  localResponseNormalization: {
    file: 'response',
    needs: ['normalization', 'operation', 'convolution', 'window', 'activation'],
  },
  elu: { file: 'activations', needs: ['operation', 'activation'] },
  reLU: { file: 'activations', needs: ['operation', 'activation'] },
  softmax: { file: 'activations', needs: ['operation', 'activation'] },
  maxout: { file: 'activations', needs: ['operation', 'activation'] },
  glu: { file: 'activations', needs: ['operation', 'activation'] },
  gelu: { file: 'activations', needs: ['operation', 'activation'] },
  threshold: { file: 'activations', needs: ['operation', 'activation'] },
  spatialDropout1d: { file: 'noise', needs: ['activation'] },
  spatialDropout2d: { file: 'noise', needs: ['activation'] },
  spatialDropout3d: { file: 'noise', needs: ['activation'] },
  alphaDropout: { file: 'noise', needs: ['activation'] },
  stochasticDepth: { file: 'noise', needs: ['activation'] },
  subtract: { file: 'merge', needs: ['operation'] },
  dot: { file: 'merge', needs: ['operation'] },
  slice: { file: 'parts', needs: ['operation', 'activation'] },
  split: { file: 'parts', needs: ['operation', 'activation'] },
  reduceMean: { file: 'reduce', needs: ['operation', 'activation'] },
  reduceMax: { file: 'reduce', needs: ['operation', 'activation'] },
  reduceMin: { file: 'reduce', needs: ['operation', 'activation'] },
  reduceSum: { file: 'reduce', needs: ['operation', 'activation'] },
  multiHeadAttention: { file: 'attention', needs: sequenceNeeds },
  attention: { file: 'attention', needs: sequenceNeeds },
  classToken: { file: 'positions', needs: sequenceNeeds },
  positionEmbedding: { file: 'positions', needs: sequenceNeeds },
  sinePositionEncoding: { file: 'positions', needs: sequenceNeeds },
  simpleRNN: { file: 'recurrent', needs: sequenceNeeds },
  gru: { file: 'recurrent', needs: sequenceNeeds },
  lstm: { file: 'recurrent', needs: sequenceNeeds },
  expression: {
    file: 'expression',
    needs: ['operation', 'activation'],
    functions: ['activate'],
  },
  maxPooling1d: { file: 'pooling', needs: ['axes', 'operation', 'activation'] },
  maxPooling3d: { file: 'pooling', needs: ['axes', 'operation', 'activation'] },
  averagePooling1d: { file: 'pooling', needs: ['axes', 'operation', 'activation'] },
  averagePooling2d: { file: 'pooling', needs: ['axes', 'operation', 'activation'] },
  averagePooling3d: { file: 'pooling', needs: ['axes', 'operation', 'activation'] },
  minPooling2d: { file: 'pooling', needs: ['axes', 'operation', 'activation'] },
  l2Pooling2d: { file: 'pooling', needs: ['axes', 'operation', 'activation'] },
  weightedAveragePooling2d: { file: 'pooling', needs: ['axes', 'operation', 'activation'] },
  adaptiveAveragePooling2d: {
    file: 'adaptive-pooling',
    needs: ['axes', 'operation', 'activation'],
  },
  adaptiveMaxPooling2d: { file: 'adaptive-pooling', needs: ['axes', 'operation', 'activation'] },
  spatialPyramidPooling: { file: 'adaptive-pooling', needs: ['axes', 'operation', 'activation'] },
  zeroPadding1d: { file: 'borders', needs: ['axes', 'operation', 'activation'] },
  zeroPadding3d: { file: 'borders', needs: ['axes', 'operation', 'activation'] },
  reflectionPadding2d: { file: 'borders', needs: ['axes', 'operation', 'activation'] },
  cropping1d: { file: 'borders', needs: ['axes', 'operation', 'activation'] },
  cropping3d: { file: 'borders', needs: ['axes', 'operation', 'activation'] },
  upSampling1d: { file: 'resizing', needs: ['axes', 'operation', 'activation'] },
  upSampling2d: { file: 'resizing', needs: ['axes', 'operation', 'activation'] },
  upSampling3d: { file: 'resizing', needs: ['axes', 'operation', 'activation'] },
  resizing: { file: 'resizing', needs: ['axes', 'operation', 'activation'] },
  centerCrop: { file: 'resizing', needs: ['axes', 'operation', 'activation'] },
  ...preprocessingClasses,
  depthToSpace: { file: 'blocks', needs: ['axes', 'operation', 'activation'] },
  spaceToDepth: { file: 'blocks', needs: ['axes', 'operation', 'activation'] },
  extractPatches: { file: 'blocks', needs: ['axes', 'operation', 'activation'] },
}

/** What the project is tested with: a test keeps them equal to this program's own. */
export const versions = { tfjs: '4.22.0', typescript: '7.0.2', nodeTypes: '22.20.5' }

export async function projectFiles(
  document: NetworkDocument,
  scaling: Scaling,
): Promise<ReadonlyMap<string, string>> {
  const model = modelOf(document, scaling)
  const kept = answeringDocument(document)
  const fixed = await Promise.all(
    ['weights', 'npy', 'predict', 'train', 'loss'].map(
      async name => [`src/${name}.ts`, await source(`${name}.ts`)] as const,
    ),
  )
  const recipe = await source('recipe.ts')
  const { manifest } = weightOrder(analyse(kept))
  const lists = [
    `export const inputs: string[] = [${model.inputs.map(printString).join(', ')}]`,
    `export const outputs: string[] = [${model.outputs.map(printString).join(', ')}]`,
  ]
  return new Map([
    ['package.json', `${JSON.stringify(packageOf(document), null, 2)}\n`],
    ['tsconfig.json', await readFile(new URL('tsconfig.json', project), 'utf8')],
    ['README.md', readmeText(kept, document)],
    ['network.loom.json', printDocument(document)],
    [
      'src/model.ts',
      `${[...model.lines.map(line => line.text), '', "export { loadWeights } from './weights.js'", '', ...lists].join('\n')}\n`,
    ],
    ...(await ownLayers(model.own)),
    ...fixed,
    ['src/recipe.ts', recipeText(kept, recipe.slice(0, recipe.indexOf('export const recipe')))],
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
    .map(({ name, file, functions = [] }) => {
      const names = [name, ...functions].join(', ')
      return `export { ${names} } from './layers/${file}.js'\n`
    })
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

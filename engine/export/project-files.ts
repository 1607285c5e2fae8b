// The files of an exported TypeScript project except its weights: text by path.
import { readFile } from 'node:fs/promises'
import { printDocument } from '../../shared/document/print.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { emitModel, type Scaling } from '../../shared/emit/typescript/model.ts'
import { printString } from '../../shared/emit/typescript/values.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatCount, formatShape } from '../../shared/graph/format.ts'
import { weightOrder } from './manifest.ts'
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

/** Versions that the project is tested with; `build/` keeps ours at the same. */
const versions = { tfjs: '4.22.0', typescript: '7.0.2', nodeTypes: '22.20.5' }

export async function projectFiles(
  document: NetworkDocument,
  scaling: Scaling,
): Promise<ReadonlyMap<string, string>> {
  const model = emitModel(document, { scaling })
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
    ['README.md', readme(document)],
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

function source(path: string): Promise<string> {
  return readFile(new URL(`src/${path}`, project), 'utf8')
}

async function ownLayers(own: readonly string[]): Promise<(readonly [string, string])[]> {
  if (own.length === 0) return []
  const used = own.flatMap(name => {
    const found = classes[name]
    return found ? [{ name, ...found }] : []
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
    name: packageName(document.name),
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

function packageName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'network'
  )
}

function readme(document: NetworkDocument): string {
  const network = analyse(document)
  const { totals } = network
  const shapes = (ids: readonly string[]) =>
    ids
      .map(id => `\`${id}\` ${formatShape(network.byId.get(id)?.outputShapes?.[0] ?? [])}`)
      .join(', ')
  return `# ${packageName(document.name)}

A network drawn in Layerloom: ${formatCount(totals.parameters)} parameters, ${formatCount(totals.macs)} multiply-accumulates an example.
It takes ${shapes(network.inputs)} and gives ${shapes(network.outputs)}; one example's sizes, channels last.

\`\`\`sh
npm install
npm run predict -- x.npy                  # prints the outputs as JSON
npm run train -- images.npy labels.npy    # goes on training and writes the weights back
\`\`\`

- \`src/model.ts\`: the network (\`createModel()\`, \`loadWeights(model)\`)
- \`src/recipe.ts\`: loss, optimizer, epochs and batch size
- \`weights/\`: the weights, float32 one after another, and where each begins
- \`network.loom.json\`: the drawing itself

The only dependency is tfjs. With \`@tensorflow/tfjs-node\` beside it the same code runs faster.
`
}

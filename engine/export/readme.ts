// README.md of an exported project.
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatCount, formatShape } from '../../shared/graph/format.ts'
import type { Network } from '../../shared/graph/network.ts'
import { outputPorts } from '../../shared/graph/outputs.ts'
import type { Shape } from '../../shared/layers/define.ts'
import { headsText, labelsText, trainingFiles } from './learned-outputs.ts'

/** Small letters, digits and dashes: a name that npm takes. */
export function packageName({ name }: NetworkDocument): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return plain.replace(/^-+|-+$/g, '').slice(0, 100) || 'network'
}

/** In one line, and as letters only: a name may hold marks that Markdown reads. */
function titleOf({ name }: NetworkDocument): string {
  const line = name.replace(/\s+/g, ' ').trim()
  return line.replace(/[\\`*_{}[\]<>#|!]/g, '\\$&') || 'Network'
}

/** `document` is what is left of the drawing once training is over. */
export function readmeText(document: NetworkDocument, drawn: NetworkDocument): string {
  const network = analyse(document)
  const { parameters, macs } = network.totals
  return `# ${titleOf(document)}

A network drawn in Layerloom: ${formatCount(parameters)} parameters, ${formatCount(macs)} multiply-accumulates for one example.

- Input: ${portsOf(inputsOf(network))}
- Output: ${portsOf(outputPorts(network))}

The sizes are those of one example, channels last; a batch of any length goes in.

\`\`\`sh
npm install
# Prints the outputs as JSON.
npm run -s predict -- ${predictFile(network)}
# Trains on and writes the weights back.
npm run -s train -- ${trainingFiles(document).join(' ')}
\`\`\`

${filesOf(network)} ${labelsText(document)}
${headsText(drawn)}
| File | What it holds |
|---|---|
| \`src/model.ts\` | the network: \`createModel()\` builds it, \`loadWeights(model)\` gives it its weights |
| \`src/recipe.ts\` | losses, optimizer, epochs and batch size |
| \`src/train.ts\`, \`src/predict.ts\` | the two commands above |
| \`weights/\` | \`weights.bin\`: all numbers as float32; \`weights.json\`: where each weight begins |
| \`network.loom.json\` | the drawing itself, for Layerloom |

It needs Node 18 or newer and no package but TensorFlow.js. To run it on TensorFlow's native library,
install \`@tensorflow/tfjs-node\` and write \`import '@tensorflow/tfjs-node'\` at the top of \`src/model.ts\`.
`
}

function inputsOf({ inputs, byId }: Network) {
  return inputs.map(id => ({ id, shape: byId.get(id)?.outputShapes?.[0] ?? [] }))
}

function portsOf(ports: readonly { readonly id: string; readonly shape: Shape }[]): string {
  return ports.map(({ id, shape }) => `\`${id}\` ${formatShape(shape)}`).join(', ')
}

function predictFile({ inputs }: Network): string {
  return inputs.length === 1 ? 'x.npy' : 'x.json'
}

function filesOf({ inputs }: Network): string {
  const [id = 'x', other = 'y'] = inputs
  if (inputs.length > 1)
    return `\`x.json\` names the inputs: \`{ ${JSON.stringify(id)}: [[…]], ${JSON.stringify(other)}: [[…]] }\`.`
  const json = `\`{ ${JSON.stringify(id)}: … }\` with nested lists`
  return `\`x.npy\` is a batch as NumPy saves it; a \`.json\` file may hold the same, as ${json}.`
}

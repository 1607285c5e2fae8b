// README.md of an exported PyTorch project.
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatCount, formatShape } from '../../shared/graph/format.ts'
import { outputPorts } from '../../shared/graph/outputs.ts'
import { headsText, labelsText, trainingFiles } from './learned-outputs.ts'

/** `document` is what is left of the drawing once training is over. */
export function pytorchReadme(
  document: NetworkDocument,
  drawn: NetworkDocument,
  otherwise: readonly string[],
): string {
  const network = analyse(document)
  const { parameters, macs } = network.totals
  const shapeOf = (id: string) => network.byId.get(id)?.outputShapes?.[0] ?? []
  const ids = network.inputs
  const inputs = ids.map(id => `\`${id}\` ${formatShape(firstOf(shapeOf(id)))}`)
  const outputs = outputPorts(network).map(
    ({ id, shape }) => `\`${id}\` ${formatShape(firstOf(shape))}`,
  )
  const file = inputs.length === 1 ? 'x.npy' : 'x.npz'
  return `# ${titleOf(document)}

A network drawn in Layerloom, in PyTorch: ${formatCount(parameters)} parameters, ${formatCount(macs)} multiply-accumulates for one example.

- Input: ${inputs.join(', ')}
- Output: ${outputs.join(', ')}

The sizes are those of one example. As everywhere in PyTorch, pictures and volumes have their channels first; sequences are positions × features.
The commands below read and write files with the channels last, as Layerloom does, and turn them; \`predict.py --channels-first\` takes them as they are.

\`\`\`sh
pip install -r requirements.txt
# Compares with what Layerloom answered.
python verify.py
# Prints the outputs as JSON.
python predict.py ${file}
# Trains on and writes the weights back; one .npz file that names them will do too.
python train.py ${trainingFiles(document).join(' ')}
\`\`\`

${labelsText(document)}
${headsText(drawn)}
| File | What it holds |
|---|---|
| \`model.py\` | the network: a class for each block, \`create_model()\` builds it |
| \`weights.py\`, \`weights.safetensors\` | \`load_weights(model)\` gives the model its weights, under the names of its state dict |
| \`train.py\`, \`predict.py\` | the commands above; losses, optimizer, epochs and batch size stand at the top of \`train.py\` |
| \`verify.py\`, \`verify.npz\` | a batch, and what Layerloom answered to it |
| \`network.loom.json\` | the drawing itself, for Layerloom |

What PyTorch does otherwise when it trains on: batch normalization keeps the unbiased variance (Layerloom and Keras the biased one).
${beginsOtherwise(otherwise)}`
}

function beginsOtherwise(keys: readonly string[]): string {
  if (keys.length === 0) return ''
  const names = keys.map(key => `\`${key}\``).join(', ')
  return `From scratch, ${names} begins with right angles between the rows that PyTorch has, which are others than in the drawing.\n`
}

function firstOf(shape: readonly number[]): readonly number[] {
  const last = shape.at(-1)
  const isFirst = shape.length === 3 || shape.length === 4
  return isFirst && last !== undefined ? [last, ...shape.slice(0, -1)] : shape
}

/** In one line, and as letters only: a name may hold marks that Markdown reads. */
function titleOf({ name }: NetworkDocument): string {
  const line = name.replace(/\s+/g, ' ').trim()
  return line.replace(/[\\`*_{}[\]<>#|!]/g, '\\$&') || 'Network'
}

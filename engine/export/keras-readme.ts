// README.md of an exported Keras project.
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatCount, formatShape } from '../../shared/graph/format.ts'
import { outputPorts } from '../../shared/graph/outputs.ts'
import { headsText, labelsText, trainingFiles } from './learned-outputs.ts'

/** `document` is what is left of the drawing once training is over. */
export function kerasReadme(document: NetworkDocument, drawn: NetworkDocument): string {
  const network = analyse(document)
  const { parameters, macs } = network.totals
  const shapeOf = (id: string) => network.byId.get(id)?.outputShapes?.[0] ?? []
  const inputs = network.inputs.map(id => `\`${id}\` ${formatShape(shapeOf(id))}`)
  const outputs = outputPorts(network).map(({ id, shape }) => `\`${id}\` ${formatShape(shape)}`)
  const file = inputs.length === 1 ? 'x.npy' : 'x.npz'
  const read =
    inputs.length === 1
      ? '`x.npy` is a batch as NumPy saves it.'
      : '`x.npz` holds a batch for each input under the input’s name, as `numpy.savez` writes it.'
  return `# ${titleOf(document)}

A network drawn in Layerloom, in Keras 3: ${formatCount(parameters)} parameters, ${formatCount(macs)} multiply-accumulates for one example.

- Input: ${inputs.join(', ')}
- Output: ${outputs.join(', ')}

The sizes are those of one example, channels last; a batch of any length goes in.

\`\`\`sh
pip install -r requirements.txt
# Prints the outputs as JSON.
python predict.py ${file}
# Trains on and writes the weights back; one .npz file that names them will do too.
python train.py ${trainingFiles(document).join(' ')}
\`\`\`

${read} ${labelsText(document)}
${headsText(drawn)}
| File | What it holds |
|---|---|
| \`model.py\` | the network: \`create_model()\` builds it |
| \`weights.py\`, \`weights.npz\` | \`load_weights(model)\` gives the model its weights: an array \`LAYER/WEIGHT\` for each |
| \`train.py\`, \`predict.py\` | the commands above; losses, optimizer, epochs and batch size stand at the top of \`train.py\` |
| \`network.loom.json\` | the drawing itself, for Layerloom |
`
}

/** In one line, and as letters only: a name may hold marks that Markdown reads. */
function titleOf({ name }: NetworkDocument): string {
  const line = name.replace(/\s+/g, ' ').trim()
  return line.replace(/[\\`*_{}[\]<>#|!]/g, '\\$&') || 'Network'
}

// What a data file has to hold, and how it is made: said where the file is not there.
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import { formatShape } from '../../shared/graph/format.ts'
import type { Network } from '../../shared/graph/network.ts'
import {
  isPlain,
  type WantedAnswers,
  type WantedData,
  wantedData,
} from '../../shared/runs/wanted-data.ts'
import { useDocument } from '../state/stores.tsx'
import { useNetwork } from '../state/use-drawing.ts'

/** Sets that `keras.datasets` knows by the name of the file. */
const ofKeras = ['mnist', 'fashion_mnist', 'cifar10', 'cifar100']

export function MissingData({ dataset }: { dataset: DatasetSpec }) {
  const network = useNetwork()
  const { training } = useDocument(state => state.present)
  if (dataset.kind !== 'npz') return null
  const file = (dataset.path ?? '').split(/[\\/]/).at(-1) || 'data.npz'
  const wanted = wantedData(network, training)
  return (
    <div className="missing-data">
      {isPlain(wanted) ? (
        <PlainArrays shape={inputShape(network)} />
      ) : (
        <NamedArrays wanted={wanted} />
      )}
      <pre className="missing-data-code">
        {isPlain(wanted) ? recipe(file) : namedRecipe(file, wanted)}
      </pre>
      <p className="dim">
        Put it beside the network file, or write its whole path into File, in the settings of
        Training.
      </p>
    </div>
  )
}

function PlainArrays({ shape }: { shape: readonly number[] | null }) {
  return (
    <p className="dim">
      Layerloom downloads no data. The file is a NumPy archive with four arrays: x_train and x_test,
      examples × {shape ? formatShape(shape) : 'the size of the input'}, and y_train and y_test with
      one class number for each example. Python writes it:
    </p>
  )
}

function NamedArrays({ wanted }: { wanted: WantedData }) {
  const answers = wanted.outputs.filter(output => !output.isOptional)
  return (
    <p className="dim">
      Layerloom downloads no data. The file is a NumPy archive with an array for each input (
      {wanted.inputs.map(({ id, shape }) => `${id}: examples × ${formatShape(shape)}`).join('; ')})
      and for each output ({answers.map(answersText).join('; ')}), under these names with _train and
      _test behind them. Python writes it:
    </p>
  )
}

function answersText({ id, shape, loss }: WantedAnswers): string {
  if (/ategoricalCrossentropy$/.test(loss)) return `${id}: a class number for each example`
  return `${id}: examples × ${formatShape(shape)}`
}

function namedRecipe(file: string, { inputs, outputs }: WantedData): string {
  const required = outputs.filter(output => !output.isOptional)
  const names = [...inputs, ...required].map(({ id }) => id)
  // A path id is no name of Python's, so these are the keys of a dictionary.
  const arrays = names.flatMap(name => [`${name}_train`, `${name}_test`])
  return `import numpy\nnumpy.savez_compressed('${file}', **{\n${arrays.map(name => `  '${name}': …,`).join('\n')}\n})`
}

function inputShape({ inputs, byId }: Network): readonly number[] | null {
  const shape = byId.get(inputs[0] ?? '')?.outputShapes?.[0]
  return shape ? [...shape] : null
}

/** Numbers of classes come as they are: the trainer makes the rest of them. */
function recipe(file: string): string {
  const name = file.replace(/\.npz$/i, '').toLowerCase()
  const save = `numpy.savez_compressed('${file}', x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)`
  return ofKeras.includes(name)
    ? `import keras, numpy\n(x_train, y_train), (x_test, y_test) = keras.datasets.${name}.load_data()\n${save}`
    : `import numpy\n${save}`
}

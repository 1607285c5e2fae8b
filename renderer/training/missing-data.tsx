// What a data file has to hold, and how it is made: said where the file is not there.
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import { formatShape } from '../../shared/graph/format.ts'
import type { Network } from '../../shared/graph/network.ts'
import { useNetwork } from '../state/use-drawing.ts'

/** Sets that `keras.datasets` knows by the name of the file. */
const ofKeras = ['mnist', 'fashion_mnist', 'cifar10', 'cifar100']

export function MissingData({ dataset }: { dataset: DatasetSpec }) {
  const network = useNetwork()
  if (dataset.kind !== 'npz') return null
  const file = (dataset.path ?? '').split(/[\\/]/).at(-1) || 'data.npz'
  const shape = inputShape(network)
  return (
    <div className="missing-data">
      <p className="dim">
        Layerloom downloads no data. The file is a NumPy archive with four arrays: x_train and
        x_test, examples × {shape ? formatShape(shape) : 'the size of the input'}, and y_train and
        y_test with one class number for each example. Python writes it:
      </p>
      <pre className="missing-data-code">{recipe(file)}</pre>
      <p className="dim">
        Put it beside the network file, or write its whole path into File, in the settings of
        Training.
      </p>
    </div>
  )
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

import { conv, dense, image, layer, network, row } from './parts/nodes.ts'
import type { Template } from './template.ts'

const halve = { strides: 2, padding: 'same', activation: 'relu' }
const enlarge = (id: string, filters: string, activation: string) =>
  layer(id, 'conv2dTranspose', {
    filters,
    kernelSize: 3,
    strides: 2,
    padding: 'same',
    activation,
  })

const document = network(
  'Autoencoder',
  row(
    image('=size', '=size', '=channels'),
    conv('encode1', '=width', 3, halve),
    conv('encode2', '=2*width', 3, halve),
    layer('flatten', 'flatten'),
    dense('code', '=code', 'linear'),
    dense('grow', '=size*size/16*2*width'),
    layer('unflatten', 'reshape', { targetShape: ['=size/4', '=size/4', '=2*width'] }),
    enlarge('decode1', '=width', 'relu'),
    enlarge('decode2', '=channels', 'sigmoid'),
  ),
  {
    parameters: { size: 28, channels: 1, width: 16, code: 16 },
    training: {
      dataset: { kind: 'npz', path: 'pictures-as-answers.npz' },
      loss: 'meanSquaredError',
      optimizer: { kind: 'adam', learningRate: 0.001 },
      epochs: 20,
    },
  },
)

export const autoencoder: Template = {
  name: 'autoencoder',
  family: 'pictures',
  title: 'Autoencoder',
  year: 2006,
  paper: 'Hinton, Salakhutdinov: Reducing the dimensionality of data with neural networks',
  idea: 'Its answer is its own input. Because everything must pass through a code of 16 numbers, the network has to find out what pictures have in common; the half before the code compresses, the half behind it draws. Give it a file whose y_train are the pictures of x_train again. The side must be a multiple of 4.',
  document,
}

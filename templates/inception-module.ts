import { naiveInception, inceptionModule as reducedInception } from './parts/inception.ts'
import { globalAverage, image, network, row, scores, use } from './parts/nodes.ts'
import type { Template } from './template.ts'

const document = network(
  'Inception module',
  row(
    image(28, 28, 256),
    use('naive', 'naiveInception', undefined, { when: '=not reduced' }),
    use('module', 'inceptionModule', undefined, { when: '=reduced' }),
    globalAverage('mean'),
    scores,
  ),
  {
    parameters: { reduced: true, classes: 10 },
    blocks: { naiveInception, inceptionModule: reducedInception },
    training: { dataset: { kind: 'npz', path: 'features-28.npz' }, epochs: 10 },
  },
)

export const inceptionModule: Template = {
  name: 'inception-module',
  family: 'inception',
  title: 'Inception module',
  year: 2014,
  paper: 'Szegedy and others: Going deeper with convolutions',
  idea: 'Windows of 1×1, 3×3 and 5×5 and a pooling side by side, joined along the channels. Written down naively at 28×28×256 it costs 854 million multiply-accumulates, and its output grows with every module, because a pooling keeps all channels. 1×1 convolutions before the wide windows and behind the pooling bring that to 271 million. Behind it stand a mean and one dense layer, so that it trains.',
  document,
  variants: [
    {
      name: 'inception-module-naive',
      title: 'Inception module, naive',
      parameters: { reduced: false },
    },
  ],
}

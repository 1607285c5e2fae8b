// Penalties of weights and what they are held to, as lines of train.py.
import type { Network } from '../../shared/graph/network.ts'
import type { Constraint } from '../../shared/layers/weight-rules.ts'
import { RunError } from '../train/run-error.ts'
import { sizeOf, type TorchWeight, torchAxes } from './pytorch-weights.ts'

export interface RuleText {
  /** Empty where the drawing has no such rule. */
  readonly penalties: string
  readonly constraints: string
  /** What of several axes is no kernel: tokens, positions and slopes, which weight decay leaves alone. */
  readonly tables: string
}

export const noRules: RuleText = { penalties: '', constraints: '', tables: '' }

export function ruleText(weights: readonly TorchWeight[], decays: boolean): RuleText {
  const learned = weights.filter(({ weight }) => weight.trainable !== false)
  const penalties = learned.flatMap(({ key, weight: { regularizer } }) =>
    regularizer ? [`"${key}": (${regularizer.l1}, ${regularizer.l2}),`] : [],
  )
  const constraints = learned.flatMap(weight => {
    const { constraint } = weight.weight
    return constraint ? [`"${weight.key}": ${constraintText(weight, constraint)},`] : []
  })
  const tables = learned.flatMap(({ key, weight: { decay }, shape }) =>
    decays && decay !== true && shape.length > 1 ? [`"${key}",`] : [],
  )
  return {
    penalties: dictionary(
      'What the loss counts of weights: l1·Σ|w| + l2·Σw².',
      'PENALTIES',
      penalties,
    ),
    constraints:
      (constraints.some(text => text.includes(': bounded')) ? bounded : '') +
      dictionary('What weights are made to be after every step.', 'CONSTRAINTS', constraints),
    tables: dictionary(
      'Not kernels, though of several axes: weight decay leaves them alone.',
      'TABLES',
      tables,
    ),
  }
}

/** Refuses rules for weights whose numbers PyTorch's modules hold in another form. */
export function requireRules(weights: readonly TorchWeight[], network: Network): void {
  for (const { id, weights: declared, weightsOf, reached } of network.layers)
    for (const [name, weight] of Object.entries(declared)) {
      const isRuled = weight.regularizer !== undefined || weight.constraint !== undefined
      if (!isRuled || weight.trainable === false || weightsOf !== id || !reached) continue
      const parts = weights.filter(one => one.name === `${id}/${name}`)
      const held = parts.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
      if (held === sizeOf(weight.shape)) continue
      throw new RunError(
        'input',
        'document',
        `${id}/${name}: PyTorch holds these numbers in another form, which its regularizer or constraint does not fit. Take that away, or export to typescript, keras or savedmodel instead.`,
      )
    }
}

/** Of keys alone it is a set. */
function dictionary(about: string, name: string, entries: readonly string[]): string {
  if (entries.length === 0) return ''
  return `# ${about}\n${name} = {\n${entries.map(entry => `    ${entry}\n`).join('')}}\n`
}

const bounded = `

def bounded(smallest: float, largest: float, dim: tuple[int, ...], rate: float = 1.0) -> Callable[[Tensor], Tensor]:
    """Moves norms along the axes between the two, as far as the rate says."""

    def keep(weight: Tensor) -> Tensor:
        norms = weight.square().sum(dim, keepdim=True).sqrt()
        wanted = rate * norms.clamp(smallest, largest) + (1 - rate) * norms
        return weight * wanted / (norms + 1e-7)

    return keep


`

function constraintText(weight: TorchWeight, constraint: Constraint): string {
  if (constraint === 'nonNeg') return 'F.relu'
  const axes = torchAxes(weight, constraint.axis)
  const dim = axes.length === 1 ? `(${axes[0]},)` : `(${axes.join(', ')})`
  switch (constraint.kind) {
    case 'unitNorm':
      return `bounded(1, 1, ${dim})`
    case 'maxNorm':
      return `bounded(0, ${constraint.maxValue}, ${dim})`
    case 'minMaxNorm': {
      const { minValue, maxValue, rate } = constraint
      return `bounded(${minValue}, ${maxValue}, ${dim}${rate === 1 ? '' : `, rate=${rate}`})`
    }
  }
}

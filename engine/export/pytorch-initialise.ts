// `initialise` of model.py: first values as they are drawn, where somebody trains from scratch.
import { type Draw, drawOf, type Initializer } from '../../shared/layers/initializers.ts'
import { sizeOf, type TorchWeight } from './pytorch-weights.ts'

/** How a weight begins: statements in which `$` is the weight. */
type Statements = readonly string[]

export interface InitialiseText {
  readonly lines: readonly string[]
  /** Functions that the file brings along. */
  readonly own: readonly string[]
  /** Weights that begin otherwise than they are drawn. */
  readonly otherwise: readonly string[]
}

const nothing: InitialiseText = { lines: [], own: [], otherwise: [] }

export function initialiseText(weights: readonly TorchWeight[]): InitialiseText {
  // What is measured and not learned begins in PyTorch as it is drawn.
  const learned = weights.filter(({ name }) => !/\/(moving\w*|mean|variance)$/.test(name))
  if (learned.length === 0) return nothing
  const begun = learned.map(weight => ({ ...weight, statements: statementsOf(weight) }))
  const usual = mostCommon(
    begun.flatMap(one => (one.shape.length > 1 ? one.statements.join() : [])),
  )
  const ruleOf = ({ key, shape }: TorchWeight) =>
    shape.length > 1 ? usual : `nn.init.${isBias(key) ? 'zeros' : 'ones'}_($)`
  const special = begun.filter(one => one.statements.join() !== ruleOf(one))
  const whole = special.filter(({ statements }) => statements.length === 1)
  const partly = special.filter(({ statements }) => statements.length > 1)
  const kinds = [
    ['weight.dim() > 1', learned.filter(({ shape }) => shape.length > 1)],
    ['".bias" in name', learned.filter(({ key, shape }) => shape.length < 2 && isBias(key))],
    ['', learned.filter(({ key, shape }) => shape.length < 2 && !isBias(key))],
  ] as const
  const branches = [
    ...endings(whole, begun),
    ...kinds.flatMap(([condition, [first]]) => (first ? [{ condition, text: ruleOf(first) }] : [])),
  ]
  const apart = partly.flatMap(one =>
    one.statements
      .filter(text => text !== ruleOf(one))
      .map(text => text.replace('$', () => `weight(${JSON.stringify(one.key)})`)),
  )
  const lines = [
    '@torch.no_grad()',
    'def initialise(model: nn.Module) -> None:',
    '    """First values as they are drawn, to train from scratch."""',
    ...loop(branches).map(line => `    ${line}`),
    ...(apart.length > 0 ? ['    weight = model.get_parameter'] : []),
    ...apart.map(line => `    ${line}`),
  ]
  return {
    lines,
    own: lines.some(line => line.includes('scaled_normal_')) ? ['scaled_normal_'] : [],
    otherwise: learned.filter(hasOtherRows).map(({ key }) => key),
  }
}

interface Branch {
  readonly condition: string
  readonly text: string
}

/** The last branch takes what is left. */
function loop(branches: readonly Branch[]): readonly string[] {
  const lines = branches.flatMap(({ condition, text }, at) => {
    const action = text.replace('$', 'weight')
    if (branches.length === 1) return [action]
    const word = at === 0 ? 'if' : 'elif'
    const isLast = at === branches.length - 1
    return [isLast ? 'else:' : `${word} ${condition}:`, `    ${action}`]
  })
  const head = lines.some(line => line.includes('name'))
    ? 'for name, weight in model.named_parameters():'
    : 'for weight in model.parameters():'
  return [head, ...lines.map(line => `    ${line}`)]
}

interface Begun extends TorchWeight {
  readonly statements: Statements
}

/** A branch for each way to begin, by the ends of names that all begin so. */
function endings(special: readonly Begun[], all: readonly Begun[]): readonly Branch[] {
  const byText = new Map<string, Set<string>>()
  for (const { key, statements } of special) {
    const text = statements.join()
    const parts = key.split('.')
    const tails = parts.map((_, at) => parts.slice(at).join('.')).reverse()
    const fits = (tail: string) =>
      all.every(other => !other.key.endsWith(tail) || other.statements.join() === text)
    const tail = tails.slice(1).find(fits) ?? key
    byText.set(text, (byText.get(text) ?? new Set()).add(tail))
  }
  return [...byText].map(([text, tails]) => {
    const quoted = [...tails].map(tail => JSON.stringify(tail)).join(', ')
    return { condition: `name.endswith(${tails.size > 1 ? `(${quoted})` : quoted})`, text }
  })
}

function isBias(key: string): boolean {
  return key.includes('.bias')
}

function mostCommon(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  const [[best = ''] = []] = [...counts].sort(([, a], [, b]) => b - a)
  return best
}

function statementsOf(one: TorchWeight): Statements {
  const { initializer, shape } = one.weight
  const draw = drawOf(initializer, shape)
  return named(one, initializer, draw) ?? drawn(one, draw)
}

/** PyTorch's own word, where it counts the same inputs and outputs. */
function named(
  { shape }: TorchWeight,
  initializer: Initializer,
  draw: Draw,
): Statements | undefined {
  const [rows = 1, columns = 1, ...window] = shape
  const [inputs, outputs] = [columns * sizeOf(window), rows * sizeOf(window)]
  const words: Readonly<Record<string, readonly [fan: number, text: string]>> = {
    glorotUniform: [(inputs + outputs) / 2, 'nn.init.xavier_uniform_($)'],
    glorotNormal: [(inputs + outputs) / 2, 'scaled_normal_($, 1, average=True)'],
    heUniform: [inputs / 2, 'nn.init.kaiming_uniform_($, nonlinearity="relu")'],
    heNormal: [inputs / 2, 'scaled_normal_($, 2)'],
    leCunUniform: [inputs, 'nn.init.kaiming_uniform_($, nonlinearity="linear")'],
    leCunNormal: [inputs, 'scaled_normal_($, 1)'],
  }
  const word = typeof initializer === 'string' ? words[initializer] : undefined
  if (!word || shape.length < 2) return undefined
  const [fan, text] = word
  const wanted =
    draw.kind === 'uniform'
      ? Math.sqrt(3 / fan) / draw.limit
      : draw.kind === 'truncatedNormal'
        ? Math.sqrt(1 / fan) / (draw.deviation * cutDeviation)
        : 0
  return Math.abs(wanted - 1) < 1e-9 ? [text] : undefined
}

/** Of a unit normal that is cut at two. */
const cutDeviation = 0.87962566103423978

function drawn(one: TorchWeight, draw: Draw): Statements {
  switch (draw.kind) {
    case 'constant':
      if (draw.value === 0 || draw.value === 1)
        return [`nn.init.${draw.value === 0 ? 'zeros' : 'ones'}_($)`]
      return [`nn.init.constant_($, ${draw.value})`]
    case 'uniform': {
      const { center = 0, limit } = draw
      return [`nn.init.uniform_($, ${center - limit}, ${center + limit})`]
    }
    case 'normal':
      return [`nn.init.normal_($, ${draw.center ?? 0}, ${draw.deviation})`]
    case 'truncatedNormal': {
      const { center = 0, deviation } = draw
      const ends = `${center - 2 * deviation}, ${center + 2 * deviation}`
      return [`nn.init.trunc_normal_($, ${center}, ${deviation}, ${ends})`]
    }
    case 'orthogonal':
      return orthogonal(draw.gain)
    case 'identity':
      return [
        draw.gain === 1 ? 'nn.init.eye_($)' : `$.copy_(${draw.gain} * torch.eye(${one.shape[0]}))`,
      ]
    case 'values':
      return [`$.copy_(torch.tensor(${numbers(one, broadcast(draw, one.weight.shape))}))`]
    case 'parts':
      return parts(one, draw)
  }
}

function orthogonal(gain: number): Statements {
  return [`nn.init.orthogonal_($${gain === 1 ? '' : `, ${gain}`})`]
}

/** PyTorch has the outputs for rows and all else for columns; where it has other rows, other vectors are at right angles. */
function hasOtherRows({ shape, weight }: TorchWeight): boolean {
  const draw = drawOf(weight.initializer, weight.shape)
  return draw.kind === 'orthogonal' && shape[0] !== weight.shape.at(-1)
}

function broadcast({ values, shape }: Extract<Draw, { kind: 'values' }>, to: readonly number[]) {
  const sizes = [...Array<number>(to.length - shape.length).fill(1), ...shape]
  const all = Float32Array.from({ length: sizeOf(to) }, (_, place) => {
    let [rest, at, step] = [place, 0, 1]
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const [length = 1, given = 1] = [to[axis], sizes[axis]]
      if (given > 1) at += (rest % length) * step
      step *= given
      rest = Math.floor(rest / length)
    }
    return values[at] ?? 0
  })
  return all
}

/** Nested lists, without leading axes along which they repeat. */
function numbers({ turn }: TorchWeight, values: Float32Array): string {
  const turned = turn(values)
  let { shape } = turned
  const repeats = () => {
    const size = sizeOf(shape.slice(1))
    return turned.values.every((value, at) => value === turned.values[at % size])
  }
  while (shape.length > 0 && repeats()) shape = shape.slice(1)
  const nested = (from: number, [length, ...inner]: readonly number[]): string => {
    if (length === undefined) return shortest(turned.values[from] ?? 0)
    const step = sizeOf(inner)
    const each = Array.from({ length }, (_, at) => nested(from + at * step, inner))
    return `[${each.join(', ')}]`
  }
  return nested(0, shape)
}

function shortest(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)))
    if (Math.fround(Number(text)) === value) return text
  }
  return String(value)
}

/** A vector whose parts begin apart, as the gates of an LSTM. */
function parts(one: TorchWeight, draw: Extract<Draw, { kind: 'parts' }>): Statements {
  let start = 0
  const pieces = draw.parts.map(({ size, draw: own }) => {
    const [text = ''] = drawn(one, own)
    const piece = { text, start, end: start + size }
    start += size
    return piece
  })
  return pieces.map(({ text, start: from, end }) =>
    text === 'nn.init.zeros_($)' ? text : text.replace('$', () => `$[${from}:${end}]`),
  )
}

// Random drawings that are nearly right, so that the analysis gets far: known layers, mostly sensible arguments, mostly
// forward wires, blocks that repeat, shared weights. A drawing follows from its seed; fast-check chooses the seeds.
import type {
  Block,
  DocumentEdge,
  DocumentNode,
  Json,
  NetworkDocument,
} from '../../../shared/document/types.ts'
import { losses, optimizerKinds, precisions } from '../../../shared/document/types.ts'
import { allLayers } from '../../../shared/layers/index.ts'
import type { Parameter } from '../../../shared/layers/parameters.ts'

export interface Dice {
  /** A whole number, both ends included. */
  whole(from: number, to: number): number
  /** True once in `of` times. */
  once(of: number): boolean
  pick<T>(from: readonly T[]): T
}

/** xorshift32 (Marsaglia, 2003). */
export function diceOf(seed: number): Dice {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    whole,
    once: of => whole(1, of) === 1,
    pick: from => from[whole(0, from.length - 1)] as never,
  }
}

const strange: readonly Json[] = [
  ...[-1, 0, 1.5, 2 ** 31, 1e300, '', 'same', '=', '=1/0', '=missing', '=index', '=size', null],
  ...[true, 'NaN', [], [1], [2, 3], [1, 2, 3], [[1, 0]], { a: 1 }, '__proto__'],
  [
    [1, 2],
    [0, 1],
  ],
]

function list(dice: Dice, length: number, from: number, to: number): Json {
  return Array.from({ length }, () => dice.whole(from, to))
}

/** A value that the schema of this parameter would mostly take. */
function sensible(
  dice: Dice,
  { kind, options, default: usual, minimum = 0 }: Parameter<unknown>,
): Json {
  switch (kind) {
    case 'int':
      return dice.once(6) ? dice.pick(['=size', '=2*size', '=index + 1']) : dice.whole(1, 5)
    case 'number':
      return minimum + dice.whole(0, 9) / 10
    case 'variant': {
      const kind = options?.length ? dice.pick(options) : 'none'
      return dice.once(3) ? usual : dice.once(2) ? kind : { kind, gain: 2 }
    }
    case 'arguments':
      return dice.once(2) ? usual : { l2: 0.1 }
    case 'choice':
      return options?.length ? dice.pick(options) : usual
    case 'flag':
      return dice.once(2)
    case 'dims':
    case 'list':
      return dice.once(2) ? usual : list(dice, dice.whole(1, 4), -1, 6)
    case 'formula':
      return dice.pick(['a + b', 'relu(x)', 'x * sigmoid(x)', 'mean(x)', '(', 'x +'])
    case 'triple':
      return dice.once(2) ? dice.whole(1, 3) : list(dice, 3, 1, 3)
    default:
      return dice.once(3) ? usual : dice.once(3) ? list(dice, 2, 1, 3) : dice.whole(1, 3)
  }
}

const types = allLayers.map(({ type }) => type).filter(type => type !== 'input')
const schemas = new Map(allLayers.map(({ type, params }) => [type, Object.entries(params)]))
const nowhere = ['noSuchLayer', 'blockInput', 'blockOutput', 'input']

function layerNode(dice: Dice, id: string): DocumentNode {
  const type = dice.once(60) ? dice.pick(nowhere) : dice.pick(types)
  const params: Record<string, Json> = {}
  for (const [name, parameter] of schemas.get(type) ?? [])
    if (parameter.required ? !dice.once(10) : dice.once(5))
      params[name] = dice.once(60) ? dice.pick(strange) : sensible(dice, parameter)
  return {
    id,
    type,
    params,
    ...(dice.once(15) && { sharedWeights: dice.pick(['w', '/w']) }),
    ...(dice.once(15) && { when: dice.pick(['=1', '=index == 0', '=0', '=size > 1', '=missing']) }),
  }
}

function blockUse(dice: Dice, id: string): DocumentNode {
  const size = dice.once(10) ? dice.pick(strange) : dice.whole(1, 4)
  return {
    id,
    type: 'block',
    block: dice.once(20) ? 'none' : dice.pick(['first', 'second']),
    ...(dice.once(2) && { repeat: dice.once(6) ? dice.pick(['=size', '=0.5']) : dice.whole(0, 3) }),
    ...(dice.once(2) && { params: { [dice.pick(['size', 'size', 'other'])]: size } }),
  }
}

/** A wire or two into each node, mostly from the one before it, and seldom one from anywhere. */
function edgesOf(dice: Dice, nodes: readonly DocumentNode[]): DocumentEdge[] {
  const edges: DocumentEdge[] = []
  for (const [index, { id, type }] of nodes.entries()) {
    const inputs = allLayers.find(layer => layer.type === type)?.inputs ?? 'one'
    if (index === 0 || inputs === 'none') continue
    const earlier = () => nodes[dice.once(4) ? dice.whole(0, index - 1) : index - 1]?.id ?? id
    if (inputs === 'one') edges.push({ source: earlier(), target: id })
    else if (inputs === 'many')
      for (let count = dice.whole(1, 3); count > 0; count--)
        edges.push({ source: earlier(), target: id })
    else
      for (const targetHandle of inputs) edges.push({ source: earlier(), target: id, targetHandle })
  }
  if (dice.once(12))
    edges.push({
      source: dice.once(5) ? 'nobody' : dice.pick(nodes).id,
      target: dice.pick(nodes).id,
      ...(dice.once(2) && { sourceHandle: dice.pick(['0', '1', '7', 'x']) }),
      ...(dice.once(2) && { targetHandle: dice.pick(['query', 'value', 'in', '0']) }),
    })
  return edges
}

function bodyOf(dice: Dice, first: DocumentNode, last: readonly DocumentNode[]): Block {
  const middle = Array.from({ length: dice.whole(1, 6) }, (_, index) =>
    dice.once(5) ? blockUse(dice, `n${index}`) : layerNode(dice, `n${index}`),
  )
  const nodes = [first, ...middle, ...last]
  return { nodes, edges: edgesOf(dice, nodes) }
}

function blockOf(dice: Dice): Block {
  const body = bodyOf(dice, { id: 'in', type: 'blockInput' }, [{ id: 'out', type: 'blockOutput' }])
  return { ...body, parameters: { size: dice.once(10) ? dice.pick(strange) : dice.whole(1, 4) } }
}

export function randomDocument(seed: number): NetworkDocument {
  const dice = diceOf(seed)
  const shape = dice.pick([
    list(dice, 3, 4, 16),
    list(dice, 3, 4, 16),
    list(dice, 2, 3, 12),
    list(dice, 1, 1, 20),
    list(dice, 4, 3, 8),
  ])
  return {
    format: 'layerloom',
    version: 1,
    name: 'Random',
    ...bodyOf(dice, { id: 'image', type: 'input', params: { shape } }, []),
    parameters: { size: dice.once(20) ? dice.pick(strange) : dice.whole(1, 4) },
    blocks: { first: blockOf(dice), second: blockOf(dice) },
    training: {
      dataset: { kind: 'glyphs' },
      loss: dice.pick(losses),
      optimizer: { kind: dice.pick(optimizerKinds), learningRate: 0.1 },
      epochs: 1,
      batchSize: dice.whole(1, 256),
      seed: 1,
      precision: dice.pick(precisions),
    },
  }
}

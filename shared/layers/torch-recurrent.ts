// Recurrent layers in PyTorch: its own modules with the usual activations, a loop of ours with any others.
import type { Given, Tensor, TorchForm, TorchModule, TorchPlace } from '../emit/torch-call.ts'
import type { RecurrentValues } from './recurrent.ts'
import { code, form, learns, nn, ownTorch, type Written } from './torch.ts'
import { blocks, reshape, transpose, zeros } from './torch-weights.ts'

type Kind = 'RNN' | 'GRU' | 'LSTM'

interface Values extends RecurrentValues {
  readonly recurrentActivation?: RecurrentValues['activation']
  readonly resetAfter?: boolean
}

const gates = { RNN: 1, GRU: 3, LSTM: 4 }

export function torchRecurrent(kind: Kind) {
  return (p: Values, w: Written, { inputs: [x = []] }: TorchPlace): TorchForm => {
    const isPlain = hasModule(kind, p, w)
    const weights = weightsOf(kind, p, isPlain)
    const isBoth = p.bidirectional !== 'none'
    const list = [{ size: x[1] ?? 1 }, w.units ?? 1]
    const args = {
      ...(isPlain && kind === 'RNN' && p.activation === 'relu' && { nonlinearity: 'relu' }),
      ...(!isPlain && {
        activation: w.activation ?? 'tanh',
        ...(kind !== 'RNN' && { gate_activation: w.recurrentActivation ?? 'sigmoid' }),
        ...(kind === 'GRU' && { reset_after: w.resetAfter ?? true }),
      }),
      bias: w.useBias ?? true,
      ...(isPlain && { batch_first: true }),
      ...(isBoth && { bidirectional: true }),
    }
    const hasTwo = kind === 'GRU' && p.resetAfter === true
    const rest = { weights, ...(p.useBias && !hasTwo && { oneBias: true }), ...learns(w) }
    const module = isPlain ? nn(kind, list, args, rest) : ownTorch(`Loop${kind}`, list, args, rest)
    const isNested = isPlain && kind === 'LSTM'
    const before = p.goBackwards ? [code(text => `${text}.flip(1)`)] : []
    return form(
      'last',
      ...before,
      module,
      code(text => `${text}${taken(p, isNested)}`),
    )
  }
}

/** What PyTorch computes with kernels of its own. */
function hasModule(kind: Kind, p: Values, w: Written): boolean {
  const words = [w.activation, w.recurrentActivation, w.resetAfter]
  if (words.some(word => typeof word === 'object' && word !== null)) return false
  if (kind === 'RNN') return p.activation === 'tanh' || p.activation === 'relu'
  const isUsual = p.activation === 'tanh' && p.recurrentActivation === 'sigmoid'
  return isUsual && (kind === 'LSTM' || p.resetAfter === true)
}

/** Of all that comes out: the states of every position, or those after the last. */
function taken(p: Values, isNested: boolean): string {
  const way = { sum: 'sum', ave: 'mean', mul: 'prod' }[p.bidirectional as string]
  if (p.returnSequences) return way === undefined ? '[0]' : `[0].unflatten(-1, (2, -1)).${way}(-2)`
  if (p.bidirectional === 'none') return '[0][:, -1]'
  const last = isNested ? '[1][0]' : '[1]'
  return way === undefined ? `${last}.transpose(0, 1).flatten(1)` : `${last}.${way}(0)`
}

function weightsOf(kind: Kind, p: Values, isPlain: boolean): TorchModule['weights'] {
  const count = gates[kind]
  // PyTorch has the reset gate first.
  const order = isPlain && kind === 'GRU' ? [1, 0, 2] : Array.from({ length: count }, (_, at) => at)
  const ways =
    p.bidirectional === 'none'
      ? [['', '']]
      : [
          ['forward', ''],
          ['backward', '_reverse'],
        ]
  const entries = ways.flatMap(([way = '', end = '']) => {
    const named = (name: string) =>
      way === '' ? name : `${way}${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const kernel = (name: string) => (given: Given) =>
      blocks(transpose(given(named(name)), [1, 0]), count, order)
    const bias = (row: number) => (given: Given) =>
      blocks(biasRow(given(named('bias')), row), count, order)
    return [
      [`weight_ih_l0${end}`, kernel('kernel')],
      [`weight_hh_l0${end}`, kernel('recurrentKernel')],
      ...(p.useBias
        ? [
            [`bias_ih_l0${end}`, bias(0)],
            [`bias_hh_l0${end}`, bias(1)],
          ]
        : []),
    ] as const
  })
  return Object.fromEntries(entries) as TorchModule['weights']
}

/** PyTorch has a bias for either product; a layer with one has zeros for the other. */
function biasRow({ shape, values }: Tensor, row: number): Tensor {
  const [first = 1, size] = shape
  if (size === undefined) return row === 0 ? { shape, values } : zeros(first)
  return reshape({ shape, values: values.slice(row * size, (row + 1) * size) }, [size])
}

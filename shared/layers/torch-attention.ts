// Attention in PyTorch: a class of ours around its fused product, as its own module ties the sizes together.
import type { Given, TorchForm, TorchModule, TorchPlace } from '../emit/torch-call.ts'
import { form, learns, ownTorch, type Written } from './torch.ts'
import { reshape, transpose, weight } from './torch-weights.ts'

interface Values {
  readonly dropout: number
  readonly useCausalMask: boolean
}

/** What is said only where it is asked for. */
function options(p: Values, w: Written): TorchModule['args'] {
  return {
    ...(p.dropout > 0 && { dropout: w.dropout ?? 0 }),
    ...(p.useCausalMask && { causal: true }),
  }
}

interface HeadValues extends Values {
  readonly valueDim: number | null
  readonly useBias: boolean
}

const parts = { query: 'query', key: 'key', value: 'value', attentionOutput: 'output' } as const

export function torchHeads(p: HeadValues, w: Written, { inputs }: TorchPlace): TorchForm {
  const [query = 1, value = query, key = query] = inputs.map(shape => shape.at(-1) ?? 1)
  const list = [{ size: query }, w.numHeads ?? 1, w.keyDim ?? 1]
  const args = {
    ...(p.valueDim !== null && { value_dim: w.valueDim ?? null }),
    ...((value !== query || key !== query) && {
      key_size: { size: key },
      value_size: { size: value },
    }),
    ...options(p, w),
    bias: w.useBias ?? true,
  }
  const weights = Object.fromEntries(
    Object.entries(parts).flatMap(([name, called]) => [
      [`${called}.weight`, matrix(`${name}Kernel`, called === 'output')],
      ...(p.useBias ? [[`${called}.bias`, flat(`${name}Bias`)]] : []),
    ]),
  )
  return form('last', ownTorch('MultiHeadAttention', list, args, { weights, ...learns(w) }))
}

/** [in, heads, size] or, behind the heads, [heads, size, out] becomes [out, in]. */
function matrix(name: string, isLast: boolean) {
  return (given: Given) => {
    const kernel = given(name)
    const [a = 1, b = 1, c = 1] = kernel.shape
    return transpose(reshape(kernel, isLast ? [a * b, c] : [a, b * c]), [1, 0])
  }
}

function flat(name: string) {
  return (given: Given) => {
    const bias = given(name)
    return reshape(bias, [bias.values.length])
  }
}

interface PlainValues extends Values {
  readonly useScale: boolean
  readonly scoreMode: 'dot' | 'concat'
  readonly divideByRoot: boolean
}

export function torchAttention(p: PlainValues, w: Written): TorchForm {
  const args = {
    ...(p.divideByRoot && { divide_by_root: true }),
    ...(p.useScale && { scaled: true }),
    ...(p.scoreMode === 'concat' && { additive: true }),
    ...options(p, w),
  }
  const weights = {
    ...(p.useScale && { scale: weight('scale') }),
    ...(p.scoreMode === 'concat' && { concat_score_weight: weight('concatScoreWeight') }),
  }
  return form('last', ownTorch('Attention', [], args, { weights }))
}

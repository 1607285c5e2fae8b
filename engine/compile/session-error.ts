// TensorFlow's errors, said for a person. The node in them leads back to the layer.
import { SessionError } from './session-types.ts'

interface Sentence {
  readonly pattern: RegExp
  readonly code: SessionError['code']
  readonly say: (where: string, match: RegExpMatchArray) => string
}

const smaller = 'Use a smaller batch or a smaller network.'

const sentences: readonly Sentence[] = [
  {
    pattern: /OOM when allocating tensor with shape\[([\d,]+)\]/,
    code: 'out-of-memory',
    say: (where, [, shape = '']) =>
      `${where} needs more memory than there is (${shape.replaceAll(',', '×')} numbers at once). ${smaller}`,
  },
  {
    pattern: /RESOURCE_EXHAUSTED|out of memory/i,
    code: 'out-of-memory',
    say: where => `${where} needs more memory than there is. ${smaller}`,
  },
  {
    pattern: /label value of (-?\d+) which is outside the valid range of \[0, (\d+)\)/,
    code: 'wrong-data',
    say: (where, [, label, classes]) =>
      `${where} tells ${classes} classes apart, numbered from 0, but an answer in the data is ${label}. Give it more units or check the labels.`,
  },
  {
    pattern: /indices\[[\d,]*\] = (-?\d+) is not in \[0, (\d+)\)/,
    code: 'wrong-data',
    say: (where, [, given, size]) =>
      `${where} has a vector for each number from 0 to ${Number(size) - 1}, but a number in the data is ${given}. Give it a larger vocabulary or check the data.`,
  },
  {
    pattern: /Key (\S+) not found in checkpoint/,
    code: 'not-a-checkpoint',
    say: (_, [, key]) =>
      `The checkpoint holds no ${key}: it was written for another network or another optimizer.`,
  },
  {
    pattern:
      /Unsuccessful TensorSliceReader|data loss|DATA_LOSS|checksum|Failed to find any matching files for (\S+)/i,
    code: 'not-a-checkpoint',
    say: () => 'The checkpoint is missing or damaged. Go back to the one before it.',
  },
  {
    pattern: /uninitialized|Could not find variable (\S+?)[.,]/i,
    code: 'tensorflow',
    say: () => 'The weights have no values yet. Initialise or restore them first.',
  },
]

export function explainFailure(error: unknown, layers: readonly string[]): SessionError {
  if (error instanceof SessionError) return error
  const detail = error instanceof Error ? error.message : String(error)
  const layer = layerIn(detail, layers)
  const where = layer ?? 'The network'
  for (const { pattern, code, say } of sentences) {
    const match = detail.match(pattern)
    if (match) return new SessionError(code, say(where, match), layer, detail)
  }
  const [line = ''] = detail.replace(/^Session fail to run with error: /, '').split('\n')
  return new SessionError('tensorflow', `${where} failed in TensorFlow: ${line}`, layer, detail)
}

/** The layer whose path id is the longest that a node's name begins with, after its scope. */
function layerIn(message: string, layers: readonly string[]): string | null {
  const names = [...message.matchAll(/\{\{node ([^}]+)\}\}/g)].map(match => match[1] ?? '')
  const candidates = names.flatMap(name => {
    const inside = `/${name}/`
    return layers.filter(layer => inside.includes(`/${layer}/`))
  })
  return candidates.sort((a, b) => b.length - a.length)[0] ?? null
}

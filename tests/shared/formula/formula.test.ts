// Formulas against Python's own reading of them, against arithmetic by hand, and where they are wrong.
import { describe, expect, it } from 'vitest'
import { constantOf } from '../../../shared/formula/constants.ts'
import { parseFormula } from '../../../shared/formula/parse.ts'
import { printKeras, printTfjs } from '../../../shared/formula/print.ts'
import type { Formula } from '../../../shared/formula/tree.ts'
import { resolveParams } from '../../../shared/graph/resolve.ts'
import type { AnyLayer } from '../../../shared/layers/define.ts'
import { expression } from '../../../shared/layers/expression.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { declared } from '../layers/declared.ts'

/** Parentheses around every part: what was read as what. */
function grouped(formula: Formula): string {
  switch (formula.kind) {
    case 'number':
      return String(formula.value)
    case 'input':
      return `x${formula.index}`
    case 'negative':
      return `(-${grouped(formula.operand)})`
    case 'binary':
      return `(${grouped(formula.left)} ${formula.operator} ${grouped(formula.right)})`
    case 'call':
      return `${formula.function}(${formula.args.map(grouped).join(', ')})`
  }
}

/** The value of a formula at one number per input, by Python's rules for its own operators. */
const python = `
import json, math, sys
names = {'relu': lambda v: max(v, 0), 'exp': math.exp, 'abs': abs, 'sqrt': math.sqrt, 'max': max, 'min': min}
print(json.dumps([
    [eval(text.replace('^', '**'), {}, {**names, 'x': 1.5, 'y': -0.75, 'z': 2.25}) for text in texts]
    for texts in json.load(sys.stdin)
]))
`

const texts = [
  'x - y - z',
  'x - (y - z)',
  'x / y / z',
  'x / (y / z)',
  '-x ^ 2',
  '(-x) ^ 2',
  'x ^ -2',
  'x ^ 2 ^ z',
  '(x ^ 2) ^ z',
  '2 ^ -x ^ 2',
  '-x * -y',
  'x * -y ^ 2',
  '- -x',
  'x + y * z - x / 2 ^ z',
  '-(x + y) * z',
  'max(x, y, 0.5) - min(x - z, -y)',
  'relu(y) + exp(-abs(x)) * sqrt(4 * z)',
  '1e-2 * x + .5 * y - 3. * z',
  'x * (2 + 3 * (4 - 6)) / -5',
]

describeWithPython('formulas', () => {
  it('mean what they mean in Python, and so does what is printed for Keras', async () => {
    const printed = texts.map(text => {
      const code = printKeras(parseFormula(text), [1, 1, 1]).replace('lambda xs: ', '')
      const plain = code.replace(/xs\[(\d)\]/g, (_, index) => 'xyz'[Number(index)] ?? '')
      return plain.replace(/keras\.ops\.(\w+)/g, (_, name) => name.replace(/imum$/, ''))
    })
    const read = texts.map(text =>
      grouped(parseFormula(text)).replace(/x(\d)/g, (_, index) => 'xyz'[Number(index)] ?? ''),
    )
    const [as, tree, code] = (await runPythonJson(python, {
      input: [texts, read, printed],
    })) as number[][]
    expect(tree).toEqual(as)
    for (const [index, value] of (code ?? []).entries())
      expect([texts[index], value]).toEqual([texts[index], expect.closeTo(as?.[index] ?? 0, 12)])
  })
})

describe('a formula', () => {
  it('computes what reads no input once', () => {
    // (1 + 2) · 2² ÷ √4 = 6 by hand.
    const read = parseFormula('x + (1 + 2) * 2 ^ 2 / sqrt(4)')
    expect(read.kind === 'binary' && constantOf(read.right)).toBe(6)
    expect(constantOf(read)).toBe(null)
  })

  it('reads as calls in TypeScript and as operators in Python', () => {
    const gate = parseFormula('relu(x) * sigmoid(y)')
    expect(printTfjs(gate)).toBe('(x, y) => tf.mul(tf.relu(x), tf.sigmoid(y))')
    expect(printKeras(gate, [3, 3])).toBe(
      'lambda xs: keras.ops.relu(xs[0]) * keras.ops.sigmoid(xs[1])',
    )
    expect(printKeras(parseFormula('(x - mean(x)) ^ 2'), [3])).toBe(
      'lambda x: (x - keras.ops.mean(x, axis=-1, keepdims=True)) ** 2',
    )
    expect(printKeras(parseFormula('x + y'), [3, 1])).toBe(
      'lambda xs: xs[0] + keras.ops.expand_dims(xs[1], (1, 2))',
    )
    expect(printTfjs(parseFormula('z'))).toBe('(_x, _y, z) => z')
  })

  it.each([
    ['relu(x', 5, 'this parenthesis is never closed'],
    ['x * (y + 1', 5, 'this parenthesis is never closed'],
    ['x +', 4, 'the formula ends where a number or an input belongs'],
    ['x y', 3, '“y” stands where an operator belongs; write * to multiply'],
    ['2x', 2, '“x” stands where an operator belongs; write * to multiply'],
    ['x)', 2, '“)” stands where an operator belongs'],
    ['x * * y', 5, '“*” stands where a number or an input belongs'],
    ['x = y', 3, '“=” has no meaning here. Write the right-hand side alone'],
    ['x × y', 3, '“×” has no meaning here. Write *'],
    ['x + a', 5, 'there is no input a; they are x, y, z, or x0, x1, x2 and so on'],
    ['x + x01', 5, 'there is no input x01; they are x, y, z, or x0, x1, x2 and so on'],
    ['x * relu', 5, 'relu is a function; write relu(…)'],
    ['relu(x, y)', 1, 'relu takes one value, not 2'],
    ['1 + 2', 1, 'no input is read; write x for the first wire, y for the second'],
    ['x + mean(3)', 10, 'mean takes the values of an input, and this is a number'],
    ['x * (1 / 0)', 8, 'this comes to no finite number'],
    ['x + log(-1)', 5, 'this comes to no finite number'],
    ['process(x)', 1, /^there is no function process; known are relu, sigmoid/],
    ['constructor(x)', 1, /^there is no function constructor;/],
    ['x.y', 2, '“.” has no meaning here'],
  ] as const)('%s is wrong at character %i', (text, position, message) => {
    expect(() => parseFormula(text)).toThrowError(
      expect.objectContaining({
        position,
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      }),
    )
  })

  it('has an end in length and depth', () => {
    expect(() => parseFormula(`x${' + x'.repeat(60)}`)).toThrow(
      'is 241 characters long; at most 200 are allowed',
    )
    expect(() => parseFormula(`${'('.repeat(30)}x${')'.repeat(30)}`)).toThrow(
      'is nested more than 20 levels deep',
    )
    expect(() => parseFormula('-'.repeat(100).concat('x'))).toThrow('nested')
    expect(() => parseFormula(`x${'^x'.repeat(60)}`)).toThrow('nested')
    expect(constantOf(parseFormula(`x${'+x'.repeat(99)}`))).toBe(null)
  })
})

describe('an expression layer', () => {
  it('says where its formula is wrong, in the words of the form', () => {
    const { faults } = resolveParams(expression as unknown as AnyLayer, { formula: 'relu(x' })
    expect(faults[0]?.message).toBe(
      'formula is relu(x; it has a mistake at character 5: this parenthesis is never closed.',
    )
    const empty = resolveParams(expression as unknown as AnyLayer, { formula: ' ' })
    expect(empty.faults[0]?.message).toMatch(/it must be a formula of x, such as x \* sigmoid/)
  })

  it('asks for the wires that it reads, and warns of those that it does not', () => {
    expect(declared('expression', { formula: 'x * y' }, [4]).error().message).toBe(
      'The formula reads y, and one wire arrives. Draw another wire to this layer, or change the formula.',
    )
    expect(declared('expression', { formula: 'x + z + x4' }, [4], [4]).error().message).toBe(
      'The formula reads z, x4, and 2 wires arrive. Draw 3 more wires to this layer, or change the formula.',
    )
    expect(declared('expression', { formula: 'x' }, [4], [4]).remarks()[0]?.message).toBe(
      'The formula does not read y, so that wire has no effect. Use it, or remove the wire.',
    )
  })

  it('says at which character two shapes do not meet', () => {
    const node = declared('expression', { formula: 'relu(x) + y' }, [8, 8, 4], [8, 7, 4])
    expect(node.error().message).toBe(
      'At character 9 of the formula 8×8×4 meets 8×7×4; sizes must be equal, or 1, from the last axis on.',
    )
    expect(declared('expression', { formula: 'max(x)' }, [8, 8, 4]).shape()).toEqual([8, 8, 1])
    expect(declared('expression', { formula: 'x * y' }, [8, 8, 4], [4]).shape()).toEqual([8, 8, 4])
  })
})

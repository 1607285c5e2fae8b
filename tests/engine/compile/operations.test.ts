import { beforeAll, describe, expect, it } from 'vitest'
import { differentiate } from '../../../engine/compile/differentiate.ts'
import { placeholder } from '../../../engine/compile/network-graph.ts'
import { operations } from '../../../engine/compile/ops/index.ts'
import { ownOperationsFile } from '../../../engine/compile/own-operations.ts'
import { createRecorder, type Recorder } from '../../../engine/compile/recorder.ts'
import { type Signature, savedModel } from '../../../engine/compile/saved-model.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { type Comparisons, compareGradients, type GradientCase } from './gradient-check.ts'
import { type OperationCase, operationCases } from './operation-cases.ts'

/** loss = Σ weights·f(inputs), with weights from outside so that every number counts differently. */
function recordCase(g: Recorder, test: OperationCase): Signature {
  const inputs = test.inputs.map((shape, index) => placeholder(g, `x${index}`, 'float32', shape))
  const labels = test.labels === undefined ? undefined : placeholder(g, 'labels', 'int32', [-1])
  const y = test.build(g, inputs, labels)
  const weights = placeholder(g, 'weights', 'float32', y.shape)
  const axes = y.shape.map((_, axis) => axis)
  const loss = g.op('Sum', [
    g.op('Mul', [y, weights]),
    g.constant(axes, { type: 'int32', shape: [axes.length] }),
  ])
  const gradients = differentiate(g, loss, inputs)
  return {
    inputs: {
      weights,
      ...(labels && { labels }),
      ...Object.fromEntries(inputs.map((input, index) => [`x${index}`, input])),
    },
    outputs: {
      loss,
      ...Object.fromEntries(
        gradients.flatMap((gradient, index) => (gradient ? [[`gradient${index}`, gradient]] : [])),
      ),
    },
  }
}

function gradientCase(test: OperationCase, signature: string, recorded: Signature): GradientCase {
  const kindOf = (name: string) => {
    if (name === 'labels') return `below ${test.labels}`
    if (name === 'weights') return 'any'
    return test.positive ? 'positive' : test.ties ? 'ties' : 'any'
  }
  const gradients = Object.keys(recorded.outputs).filter(name => name !== 'loss')
  return {
    name: test.name,
    signature,
    batch: 3,
    loss: 'loss',
    wanted: Object.fromEntries(gradients.map(name => [name, name.replace('gradient', 'x')])),
    feeds: Object.fromEntries(
      Object.entries(recorded.inputs).map(([name, { shape }]) => [
        name,
        { shape, kind: kindOf(name) },
      ]),
    ),
  }
}

describeWithPython('Gradients of operations', () => {
  let comparisons: Comparisons = {}
  beforeAll(async () => {
    const g = createRecorder()
    const signatures: Record<string, Signature> = {}
    const cases = operationCases.map((test, index) => {
      const signature = `case${index}`
      const recorded = g.within(signature, () => recordCase(g, test))
      signatures[signature] = recorded
      return gradientCase(test, signature, recorded)
    })
    comparisons = await compareGradients([{ savedModel: savedModel(g.nodes, signatures), cases }])
  }, 300_000)

  it.each(operationCases.map(test => [test.name, test] as const))('agree for %s', (name, test) => {
    const gradients = Object.entries(comparisons[name] ?? {})
    const varies = !/^(Sign|Fill)/.test(name)
    expect(gradients.length).toBe(varies ? test.inputs.length : gradients.length)
    for (const [, gradient] of gradients) {
      expect(gradient.same_shape).toBe(true)
      expect(gradient.finite).toBe(true)
      expect(gradient.difference).toBeLessThan(1e-5)
      if (varies) expect(gradient.size).toBeGreaterThan(0)
    }
  })
})

describe('The registry of operations', () => {
  it('has a case for every operation with a gradient', () => {
    const tested = new Set(operationCases.map(test => test.name.split(' ')[0]))
    // Of Bitcast TensorFlow knows no gradient; precision.test.ts compares what ours is for. That of moved pictures
    // is near to the right one in TensorFlow; augmenting.test.ts measures ours.
    const constants =
      /^(Bitcast|ImageProjectiveTransformV3|FloorDiv|Greater|GreaterEqual|Less|LessEqual|Equal|Shape|Size|ArgMax|Stateless.*)$/
    const missing = operations.filter(
      ({ type, gradient }) => gradient && !tested.has(type) && !constants.test(type),
    )
    expect(missing.map(({ type }) => type)).toEqual([])
  })

  it('names every operation once', () => {
    const types = operations.map(({ type }) => type)
    expect(new Set(types).size).toBe(types.length)
  })
})

const kernels = `
import ctypes, json, sys
from tensorflow.core.framework import types_pb2
from tensorflow.python.framework import kernels, op_def_registry
import tensorflow as tf
request = json.load(sys.stdin)
ctypes.CDLL(request['own']).napi_register_module_v1(None, None)
result = {}
for name in request['names']:
    definition = op_def_registry.get(name)
    allowed = None
    for kernel in kernels.get_registered_kernels_for_op(name).kernel:
        if kernel.device_type != 'CPU': continue
        types = next((list(c.allowed_values.list.type) for c in kernel.constraint if c.name == 'T'), None)
        allowed = (allowed or set()) | (set(types) if types is not None else set(types_pb2.DataType.values()))
    result[name] = {
        'known': definition is not None,
        'attributes': [a.name for a in definition.attr] if definition else [],
        'outputs': len(definition.output_arg) if definition else -1,
        'bfloat16': bool(allowed and types_pb2.DT_BFLOAT16 in allowed),
    }
print(json.dumps(result))
`

interface Definition {
  readonly known: boolean
  readonly attributes: readonly string[]
  readonly bfloat16: boolean
}

describeWithPython('The registry against TensorFlow’s own', () => {
  let definitions: Readonly<Record<string, Definition>> = {}
  beforeAll(async () => {
    const input = {
      own: ownOperationsFile(),
      names: operations.map(({ type, as = type }) => as),
    }
    definitions = (await runPythonJson(kernels, { input })) as typeof definitions
  })

  it('knows only operations and attributes that TensorFlow has', () => {
    for (const { type, as = type, attributes } of operations) {
      const definition = definitions[as]
      expect(definition?.known, type).toBe(true)
      // A constant's shape is part of its value there.
      const own = Object.keys(attributes).filter(name => type !== 'Const' || name !== 'shape')
      expect(definition?.attributes, type).toEqual(expect.arrayContaining(own))
    }
  })

  it('marks exactly the operations without a bfloat16 kernel as float32 only', () => {
    const numeric = operations.filter(
      ({ type, attributes }) => attributes.T?.kind === 'type' && !/Resource/.test(type),
    )
    for (const { type, as = type, float32Only } of numeric)
      expect(float32Only ?? false, type).toBe(!definitions[as]?.bfloat16)
  })
})

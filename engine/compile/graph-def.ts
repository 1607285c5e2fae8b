// A recording as TensorFlow's own message.
import { create } from '@bufbuild/protobuf'
import type { Attribute } from './attributes.ts'
import { type AttrValue, AttrValueSchema } from './gen/tensorflow/core/framework/attr_value_pb.js'
import { type GraphDef, GraphDefSchema } from './gen/tensorflow/core/framework/graph_pb.js'
import { type NodeDef, NodeDefSchema } from './gen/tensorflow/core/framework/node_def_pb.js'
import { type TensorProto, TensorProtoSchema } from './gen/tensorflow/core/framework/tensor_pb.js'
import {
  type TensorShapeProto,
  TensorShapeProtoSchema,
} from './gen/tensorflow/core/framework/tensor_shape_pb.js'
import { DataType } from './gen/tensorflow/core/framework/types_pb.js'
import type { AnyTensor, Node, TensorType } from './tensor.ts'

/** The version of TensorFlow's graph language that this is written in (TensorFlow 2.9 reads it too). */
const producer = 1087

export const dataTypes: Readonly<Record<TensorType, DataType>> = {
  float32: DataType.DT_FLOAT,
  bfloat16: DataType.DT_BFLOAT16,
  int16: DataType.DT_INT16,
  int32: DataType.DT_INT32,
  int64: DataType.DT_INT64,
  bool: DataType.DT_BOOL,
  string: DataType.DT_STRING,
  resource: DataType.DT_RESOURCE,
}

export function graphDef(nodes: readonly Node[]): GraphDef {
  return create(GraphDefSchema, { node: nodes.map(nodeDef), versions: { producer } })
}

/** `name:index`, as signatures write it. */
export function tensorName(tensor: AnyTensor): string {
  return `${tensor.node.name}:${tensor.index}`
}

function nodeDef(node: Node): NodeDef {
  const isConstant = node.operation.type === 'Const'
  const attributes = [...node.attributes].filter(([name]) => !isConstant || name === 'dtype')
  const attr = Object.fromEntries(attributes.map(([name, value]) => [name, attrValue(value)]))
  if (isConstant) attr.value = attribute({ case: 'tensor', value: constantTensor(node) })
  return create(NodeDefSchema, {
    name: node.name,
    op: node.operation.as ?? node.operation.type,
    input: [
      ...node.inputs.map(({ node: { name }, index }) => (index === 0 ? name : `${name}:${index}`)),
      ...node.control.map(({ name }) => `^${name}`),
    ],
    attr,
  })
}

function attribute(value: AttrValue['value']): AttrValue {
  return create(AttrValueSchema, { value })
}

function attrValue(given: Attribute): AttrValue {
  const list = (values: object) =>
    create(AttrValueSchema, { value: { case: 'list', value: values } })
  switch (given.kind) {
    case 'int':
      return attribute({ case: 'i', value: BigInt(given.value) })
    case 'float':
      return attribute({ case: 'f', value: given.value })
    case 'flag':
      return attribute({ case: 'b', value: given.value })
    case 'text':
      return attribute({ case: 's', value: new TextEncoder().encode(given.value) })
    case 'type':
      return attribute({ case: 'type', value: dataTypes[given.value] })
    case 'shape':
      return attribute({ case: 'shape', value: shapeProto(given.value) })
    case 'ints':
      return list({ i: given.value.map(BigInt) })
    case 'types':
      return list({ type: given.value.map(value => dataTypes[value]) })
  }
}

export function shapeProto(shape: readonly number[]): TensorShapeProto {
  return create(TensorShapeProtoSchema, { dim: shape.map(size => ({ size: BigInt(size) })) })
}

function constantTensor(node: Node): TensorProto {
  const [output] = node.outputs
  if (!output) throw new Error(`${node.name} has no output`)
  const content = node.content ?? []
  return create(TensorProtoSchema, {
    dtype: dataTypes[output.type],
    tensorShape: shapeProto(output.shape),
    // TensorFlow repeats the last number to fill the shape.
    ...values(output.type, content),
  })
}

function values(type: TensorType, content: readonly (number | string)[]) {
  const numbers = content.map(Number)
  switch (type) {
    case 'float32':
      return { floatVal: numbers }
    case 'bfloat16':
      return { halfVal: numbers.map(bfloat16) }
    case 'int16':
    case 'int32':
      return { intVal: numbers }
    case 'int64':
      return { int64Val: numbers.map(BigInt) }
    case 'bool':
      return { boolVal: numbers.map(Boolean) }
    case 'string':
      return { stringVal: content.map(text => new TextEncoder().encode(String(text))) }
    case 'resource':
      throw new Error('a handle is no constant')
  }
}

/** The upper 16 bits of the float32, rounded to nearest, ties to even. */
function bfloat16(value: number): number {
  const [bits = 0] = new Uint32Array(Float32Array.of(value).buffer)
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16
}

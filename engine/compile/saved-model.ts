// A recording with its signatures as the bytes of `saved_model.pb`.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import {
  MetaGraphDefSchema,
  type SignatureDef,
  SignatureDefSchema,
  TensorInfoSchema,
} from './gen/tensorflow/core/protobuf/meta_graph_pb.js'
import { SavedModelSchema } from './gen/tensorflow/core/protobuf/saved_model_pb.js'
import {
  SaverDef_CheckpointFormatVersion,
  SaverDefSchema,
} from './gen/tensorflow/core/protobuf/saver_pb.js'
import { dataTypes, graphDef, shapeProto, tensorName } from './graph-def.ts'
import type { AnyTensor, Node } from './tensor.ts'

/** A call into the graph: what is fed and what comes out, by name. */
export interface Signature {
  readonly inputs: Readonly<Record<string, AnyTensor>>
  readonly outputs: Readonly<Record<string, AnyTensor>>
}

/** How a loader restores `variables/`. Without it none is expected. */
export interface Saver {
  /** A string placeholder. */
  readonly filename: AnyTensor
  readonly save: AnyTensor
  readonly restore: Node
}

/** The method name by which TensorFlow Serving knows a prediction. */
const predictMethod = 'tensorflow/serving/predict'

/**
 * There is no `__saved_model_init_op` here and must not be: loaders restore `variables/` and then
 * run it, so an exported model would come out initialised anew, silently.
 */
export function savedModel(
  nodes: readonly Node[],
  signatures: Readonly<Record<string, Signature>>,
  saver?: Saver,
): Uint8Array {
  const metaGraph = create(MetaGraphDefSchema, {
    metaInfoDef: { tags: ['serve'], tensorflowVersion: '2.9.0' },
    graphDef: graphDef(nodes),
    signatureDef: mapped(signatures, signatureDef),
    ...(saver && { saverDef: saverDef(saver) }),
  })
  const message = create(SavedModelSchema, {
    savedModelSchemaVersion: 1n,
    metaGraphs: [metaGraph],
  })
  return toBinary(SavedModelSchema, message)
}

/** The same with its signatures but no nodes: what tfjs-node reads again for each signature. */
export function signaturesOnly(bytes: Uint8Array): Uint8Array {
  const message = fromBinary(SavedModelSchema, bytes)
  for (const metaGraph of message.metaGraphs) delete metaGraph.graphDef
  return toBinary(SavedModelSchema, message)
}

function signatureDef({ inputs, outputs }: Signature): SignatureDef {
  return create(SignatureDefSchema, {
    inputs: mapped(inputs, tensorInfo),
    outputs: mapped(outputs, tensorInfo),
    methodName: predictMethod,
  })
}

function tensorInfo(tensor: AnyTensor) {
  return create(TensorInfoSchema, {
    encoding: { case: 'name', value: tensorName(tensor) },
    dtype: dataTypes[tensor.type],
    tensorShape: shapeProto(tensor.shape),
  })
}

function saverDef({ filename, save, restore }: Saver) {
  return create(SaverDefSchema, {
    filenameTensorName: tensorName(filename),
    saveTensorName: tensorName(save),
    restoreOpName: restore.name,
    version: SaverDef_CheckpointFormatVersion.V2,
  })
}

function mapped<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

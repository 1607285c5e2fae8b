// A formula of the inputs, number by number. Sizes meet from the last axis on, as in Keras.
import * as tf from '@tensorflow/tfjs'
import { aligned, Operation, type OperationArgs } from './operation.js'

export { activate } from './activation.js'

interface ExpressionArgs extends OperationArgs {
  formula: (...inputs: tf.Tensor[]) => tf.Tensor
}

class Expression extends Operation<ExpressionArgs> {
  static className = 'LoomExpression'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    return this.args.formula(...aligned(inputs))
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), formula: String(this.args.formula) }
  }
}
tf.serialization.registerClass(Expression)

export function expression(args: ExpressionArgs): tf.layers.Layer {
  return new Expression(args)
}

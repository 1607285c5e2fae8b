// Emitters return calls, not text: the printers own each language's syntax.

/** A value that is code rather than data: an expression over the parameters of a block. */
export interface Code {
  readonly code: string
  /** What of the exported project's own the code calls. */
  readonly own?: string
}

export type Argument = null | boolean | number | string | Code | readonly Argument[]

/** One layer call, `tf.layers.conv2d({ filters: 32 })` for instance. */
export interface Call {
  readonly name: string
  readonly args: Readonly<Record<string, Argument>>
  /** `own`: a class that the exported project brings along because the framework lacks it. */
  readonly from?: 'framework' | 'own'
  /** True on the one call of a chain that holds the layer's weights. */
  readonly weights?: boolean
}

export function call(
  name: string,
  args: Call['args'],
  rest: Omit<Call, 'name' | 'args'> = {},
): Call {
  return { name, args, ...rest }
}

/** Whatever a stream throws, changed by `change`. Not a generator: those cannot end while they wait. */
export function mapFailures<Value, Return>(
  stream: AsyncIterator<Value, Return, void>,
  change: (thrown: unknown) => Error,
): AsyncIteratorObject<Value, Return, void> {
  const guard = async (step: Promise<IteratorResult<Value, Return>>) => {
    try {
      return await step
    } catch (thrown) {
      throw change(thrown)
    }
  }
  const mapped: AsyncIterator<Value, Return, void> = {
    next: () => guard(stream.next()),
    return: async value => {
      if (stream.return) return guard(stream.return(value))
      return { done: true, value: (await value) as Return }
    },
  }
  return Object.assign(mapped, {
    [Symbol.asyncIterator]() {
      return this as AsyncIteratorObject<Value, Return, void>
    },
  }) as AsyncIteratorObject<Value, Return, void>
}

export function isAsyncIterator(value: unknown): value is AsyncIterator<unknown, unknown, void> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.asyncIterator in value &&
    typeof (value as { next?: unknown }).next === 'function'
  )
}

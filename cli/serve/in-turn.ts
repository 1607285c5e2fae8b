const queues = new Map<string, Promise<unknown>>()

/** Tasks of one key follow one another; those of different keys do not wait. */
export function inTurn<Value>(key: string, task: () => Promise<Value>): Promise<Value> {
  const before = queues.get(key) ?? Promise.resolve()
  const result = before.catch(() => {}).then(task)
  queues.set(key, result)
  const forget = () => {
    if (queues.get(key) === result) queues.delete(key)
  }
  result.then(forget, forget)
  return result
}

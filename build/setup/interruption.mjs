// What must be put right when the person presses Ctrl-C: children end, locks open.

/** @type {Set<() => void>} */
const farewells = new Set()
/** @type {readonly ('SIGINT' | 'SIGTERM' | 'SIGHUP')[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }

/**
 * Calls `farewell` if a signal ends this process. The returned function takes that back; when
 * nothing is left to put right, signals have their ordinary effect again.
 * @param {() => void} farewell
 */
export function onInterruption(farewell) {
  if (farewells.size === 0) for (const signal of signals) process.on(signal, leave)
  farewells.add(farewell)
  return () => {
    farewells.delete(farewell)
    if (farewells.size === 0) for (const signal of signals) process.off(signal, leave)
  }
}

/** @param {'SIGINT' | 'SIGTERM' | 'SIGHUP'} signal */
function leave(signal) {
  // The latest first: a child ends before the lock that guards its work opens.
  for (const farewell of [...farewells].reverse()) farewell()
  process.exit(exitCodes[signal])
}

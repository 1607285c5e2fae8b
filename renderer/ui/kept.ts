// What a window finds again when it opens: sizes of panels, theme. Nothing depends on it.
export function readKept<T>(name: string, check: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(`layerloom.${name}`) ?? 'null')
    return check(value) ? value : undefined
  } catch {
    return undefined
  }
}

type Listener = (name: string, value: unknown) => void
const listeners = new Set<Listener>()

/** Called with everything that is kept here, for whoever keeps it in a second place. */
export function onKept(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Quietly: the value comes from that second place. */
export function keep(name: string, value: unknown, how?: 'quietly'): void {
  if (how !== 'quietly') for (const listener of listeners) listener(name, value)
  try {
    localStorage.setItem(`layerloom.${name}`, JSON.stringify(value))
  } catch {
    // A full or forbidden storage costs the window its sizes and nothing else.
  }
}

export function isSizes(value: unknown): value is Record<string, number> {
  return typeof value === 'object' && value !== null && Object.values(value).every(Number.isFinite)
}

export function isTheme(value: unknown): value is 'system' | 'light' | 'dark' {
  return value === 'system' || value === 'light' || value === 'dark'
}

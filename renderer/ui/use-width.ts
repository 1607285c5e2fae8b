import { useSyncExternalStore } from 'react'

/** Below 1240 the palette is a rail and the code folds; below 760 one region fills the window. */
export type Width = 'wide' | 'medium' | 'narrow'

const wide = '(min-width: 1240px)'
const narrow = '(max-width: 759px)'

function subscribe(listener: () => void): () => void {
  const queries = [wide, narrow].map(query => window.matchMedia(query))
  for (const query of queries) query.addEventListener('change', listener)
  return () => {
    for (const query of queries) query.removeEventListener('change', listener)
  }
}

function read(): Width {
  if (window.matchMedia(wide).matches) return 'wide'
  return window.matchMedia(narrow).matches ? 'narrow' : 'medium'
}

export function useWidth(): Width {
  return useSyncExternalStore(subscribe, read)
}

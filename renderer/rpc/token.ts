// The word that lets this page in: it comes in the address's fragment and leaves the address at once.
import { tokenFromHash } from '../../shared/rpc/access.ts'

const key = 'layerloom.token'

interface Place {
  readonly hash: string
  readonly pathname: string
  readonly search: string
}

/** Null on a page that no host serves. A reload finds the token in the tab's own storage. */
export function takeToken(
  place: Place = location,
  storage: Pick<Storage, 'getItem' | 'setItem'> = sessionStorage,
  replaceAddress: (address: string) => void = address => history.replaceState(null, '', address),
): string | null {
  const fresh = tokenFromHash(place.hash)
  if (fresh === undefined) return storage.getItem(key)
  storage.setItem(key, fresh)
  replaceAddress(place.pathname + place.search)
  return fresh
}

import { describe, expect, it } from 'vitest'
import { takeToken } from '../../../renderer/rpc/token.ts'

function storage(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value
    },
  }
}

const token = 'A1b2C3d4E5f6G7h8I9j0K-_'

describe('the token', () => {
  it('leaves the address and stays with the tab', () => {
    const tab = storage()
    const addresses: string[] = []
    const place = { hash: `#token=${token}`, pathname: '/', search: '?a' }
    expect(takeToken(place, tab, address => addresses.push(address))).toBe(token)
    expect(addresses).toEqual(['/?a'])
    expect(takeToken({ ...place, hash: '' }, tab, () => {})).toBe(token)
  })

  it('is absent on a page that no host serves', () => {
    expect(takeToken({ hash: '#other', pathname: '/', search: '' }, storage(), () => {})).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { commands } from '../../../renderer/commands/commands.ts'
import { strokeName } from '../../../renderer/commands/keyboard.ts'

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }

describe('a pressed key', () => {
  it.each([
    [{ ...plain, key: 'z', ctrlKey: true }, 'Ctrl+Z'],
    [{ ...plain, key: 'Z', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+Z'],
    [{ ...plain, key: 'F6', shiftKey: true }, 'Shift+F6'],
    [{ ...plain, key: '/' }, '/'],
    [{ ...plain, key: '?', shiftKey: true }, '?'],
    [{ ...plain, key: '.', ctrlKey: true }, 'Ctrl+.'],
    [{ ...plain, key: 'Delete' }, 'Delete'],
  ])('is named as the list of commands writes it', (event, name) => {
    expect(strokeName(event)).toBe(name)
  })
})

describe('the list of commands', () => {
  it('has no id and no key twice', () => {
    const ids = commands.map(command => command.id)
    expect(new Set(ids).size).toBe(ids.length)
    const keys = commands.flatMap(command => command.keys ?? [])
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })

  it('has what the design’s keyboard map asks for', () => {
    const keyed = new Map(commands.flatMap(({ id, keys }) => (keys ?? []).map(key => [key, id])))
    const wanted = {
      'Ctrl+K': 'view.commands',
      'Ctrl+.': 'edit.mend',
      'Ctrl+Z': 'edit.undo',
      '/': 'view.filter',
      A: 'view.add-after',
      C: 'view.connect',
      Enter: 'view.open-block',
      Delete: 'edit.delete',
      F6: 'view.next-region',
    }
    for (const [key, id] of Object.entries(wanted)) expect(keyed.get(key), key).toBe(id)
  })
})

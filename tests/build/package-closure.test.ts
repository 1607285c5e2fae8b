import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Lock, packageClosure } from '../../build/package-closure.ts'

test('follows dependencies to the nearest folder that Node would find', () => {
  const lock: Lock = {
    packages: {
      '': {},
      'node_modules/a': { dependencies: { b: '1', c: '1' } },
      'node_modules/b': {},
      'node_modules/c': { dependencies: { b: '2' } },
      'node_modules/c/node_modules/b': { dependencies: { d: '1' } },
      'node_modules/d': { dependencies: { a: '1' }, optionalDependencies: { 'other-system': '1' } },
      'node_modules/unrelated': {},
    },
  }
  expect(packageClosure(lock, ['a'])).toEqual([
    'node_modules/a',
    'node_modules/b',
    'node_modules/c',
    'node_modules/c/node_modules/b',
    'node_modules/d',
  ])
})

test('the engine’s packages bring none of the page’s and none of the tools', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
  const found = packageClosure(lock, ['ws', 'fastify', '@orpc/server', '@tensorflow/tfjs-node-gpu'])
  expect(found).toContain('node_modules/@tensorflow/tfjs-core')
  for (const name of ['react', 'monaco-editor', 'electron', 'vite', 'typescript']) {
    expect(found).not.toContain(`node_modules/${name}`)
  }
})

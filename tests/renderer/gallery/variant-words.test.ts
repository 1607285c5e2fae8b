import { expect, it } from 'vitest'
import { variantWords } from '../../../renderer/gallery/variant-words.ts'

it.each([
  [
    ['vgg-11', 'vgg-13'],
    ['11', '13'],
  ],
  [
    ['efficientnet-b0', 'efficientnet-b7'],
    ['b0', 'b7'],
  ],
  [
    ['vit-tiny-16', 'vit-base-16'],
    ['tiny-16', 'base-16'],
  ],
  [
    ['resnet-20', 'plain-20'],
    ['resnet-20', 'plain-20'],
  ],
  [
    ['shufflenet-v2', 'shufflenet-v2-2x'],
    ['shufflenet-v2', '2x'],
  ],
  [['lenet'], ['lenet']],
])('%o are told apart by %o', (names, words) => {
  expect(variantWords(names)).toEqual(words)
})

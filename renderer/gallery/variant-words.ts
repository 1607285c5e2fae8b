/** What tells the sizes of a network apart: `vgg-11`, `vgg-13` become 11, 13. */
export function variantWords(names: readonly string[]): readonly string[] {
  const parts = names.map(name => name.split('-'))
  const [first = []] = parts
  let shared = 0
  while (shared < first.length && parts.every(words => words[shared] === first[shared])) shared++
  // `shufflenet-v2` beside `shufflenet-v2-2x` would have nothing left.
  return parts.map((words, at) => words.slice(shared).join('-') || (names[at] ?? ''))
}

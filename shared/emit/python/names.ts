// Names in generated Python. A node's id may hold dots, dashes and capitals, and may be a word of the language.
const reserved = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for ' +
    'from global if import in is lambda nonlocal not or pass raise return try while with yield match case ' +
    'abs bool float int len list max min name print range round str sum super tuple type zip self ' +
    'keras layers math np ops create_model load_weights'
  ).split(' '),
)

/** What people write for the reserved words that blocks and drawings often use. */
const usual = new Map([
  ['in', 'x'],
  ['input', 'x'],
])

/** `kernelSize` becomes `kernel_size`, `stage1/conv-a` becomes `stage1_conv_a`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
}

/** `maxPooling2d` becomes `MaxPooling2D`. */
export function className(type: string): string {
  const capital = type.charAt(0).toUpperCase() + type.slice(1)
  return capital.replace(/(\d)d(?=[A-Z]|$)/g, '$1D')
}

/** Hands out identifiers of one scope, each once. */
export class Identifiers {
  readonly #taken: Set<string>

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken)
  }

  unique(id: string): string {
    const snake = snakeCase(id)
    const base = usual.get(snake) ?? (/^[a-z_]/.test(snake) ? snake : `_${snake}`)
    let identifier = base
    for (let suffix = 2; reserved.has(identifier) || this.#taken.has(identifier); suffix++)
      identifier = `${base}${/\d$/.test(base) ? '_' : ''}${suffix}`
    this.#taken.add(identifier)
    return identifier
  }
}

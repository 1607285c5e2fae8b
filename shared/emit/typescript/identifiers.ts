// Names in generated TypeScript. A node's id may hold dots and dashes, and may be a word of the language.
const reserved = new Set(
  (
    'abstract any arguments as async await boolean break case catch class const constructor continue ' +
    'debugger declare default delete do else enum eval export extends false finally for from function get ' +
    'if implements import in index infer inputs instanceof interface is keyof let module name namespace ' +
    'never new null number object of outputs package private protected public readonly require return set ' +
    'static string super switch symbol this throw true try type typeof undefined unique unknown var void ' +
    'while with yield NaN Infinity globalThis exports tf own Tensor Math Number Boolean createModel ' +
    'loadWeights'
  ).split(' '),
)

/** What people write for the reserved words that blocks and drawings often use. */
const usual = new Map([
  ['in', 'x'],
  ['input', 'x'],
])

/** Hands out identifiers of one scope, each once. */
export class Identifiers {
  readonly #taken: Set<string>

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken)
  }

  /** `conv-1.a` becomes `conv1A`; a name that is taken or reserved gets a number. */
  unique(id: string): string {
    const words = id.split(/[^A-Za-z0-9_]+/).filter(word => word !== '')
    const joined = words
      .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
      .join('')
    const base = usual.get(joined) ?? (/^[A-Za-z_]/.test(joined) ? joined : `_${joined}`)
    let identifier = base
    for (let suffix = 2; reserved.has(identifier) || this.#taken.has(identifier); suffix++)
      identifier = `${base}${suffix}`
    this.#taken.add(identifier)
    return identifier
  }
}

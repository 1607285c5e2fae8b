// Names in generated TypeScript. A node's id may hold dots and dashes, and may be a word of the language.
const reserved = new Set(
  (
    'abstract any arguments as async await boolean break case catch class const continue debugger default ' +
    'delete do else enum eval export extends false finally for function if implements import in index ' +
    'instanceof interface let name new null number of package private protected public return shared static ' +
    'string super switch symbol this throw true try type typeof undefined var void while with yield tf ' +
    'own layers shared Tensor Math Number createModel module exports require'
  ).split(' '),
)

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
    const base = /^[A-Za-z_]/.test(joined) ? joined : `_${joined}`
    let identifier = base
    for (let suffix = 2; reserved.has(identifier) || this.#taken.has(identifier); suffix++)
      identifier = `${base}${suffix}`
    this.#taken.add(identifier)
    return identifier
  }
}

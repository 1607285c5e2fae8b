export interface Diagnostic {
  readonly title: string
  /** Why it matters and what one does about it. */
  readonly page: string
}

// What the engine and the host that started it say to each other over Node's channel for child
// processes. The token goes this way because arguments and environment can be read by others.

export interface EngineSettings {
  /** What a connection must show. */
  readonly token: string
  /** The real path of the workspace folder. */
  readonly workspace: string
  readonly version: string
}

export type ToEngine =
  | { readonly kind: 'begin'; readonly settings: EngineSettings }
  | { readonly kind: 'ping'; readonly number: number }
  /** Runs make a checkpoint, then the engine exits. */
  | { readonly kind: 'stop' }

export type FromEngine =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'pong'; readonly number: number }

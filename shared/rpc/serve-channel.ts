// The answering end of a channel. Handlers are plain functions in the contract's shape; what they
// throw crosses as { code, message, detail }.
import type {
  AnyContractRouter,
  ContractProcedure,
  InferSchemaInput,
  InferSchemaOutput,
} from '@orpc/contract'
import { isContractProcedure } from '@orpc/contract'
import { type AnyRouter, implement, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/websocket'
import { generalFailures } from './failures.ts'
import { isAsyncIterator, mapFailures } from './map-failures.ts'
import { RpcError, type RpcErrorCode } from './rpc-error.ts'
import { type Frame, ping, pong, type Wire, WireClosedError } from './wire.ts'

/** What a handler knows of a call beside its input. */
export interface Call<Context> {
  readonly context: Context
  /** Aborted when the caller gives up or its wire breaks: streams end then. */
  readonly signal: AbortSignalLike | undefined
}

interface AbortSignalLike {
  readonly aborted: boolean
  addEventListener(kind: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(kind: 'abort', listener: () => void): void
}

/** One function per call of a contract, in its nesting. */
export type Handlers<Contract, Context> =
  Contract extends ContractProcedure<infer Input, infer Output, infer _Errors, infer _Meta>
    ? (
        input: InferSchemaOutput<Input>,
        call: Call<Context>,
      ) => InferSchemaInput<Output> | Promise<InferSchemaInput<Output>>
    : { readonly [Key in keyof Contract]: Handlers<Contract[Key], Context> }

export interface ServeOptions {
  /** Turns errors of the program's own kinds into RpcError; others become `internal`. */
  readonly explain?: (thrown: unknown) => RpcError | undefined
  /** Told of what should not happen: `internal` errors and frames that make no sense. */
  readonly onMistake?: (thrown: unknown) => void
}

export interface Answerer<Context> {
  /** Answers what comes over a wire until it closes. */
  answer(wire: Wire, context: Context): void
}

export function createAnswerer<Contract extends AnyContractRouter, Context extends object>(
  contract: Contract,
  handlers: Handlers<Contract, Context>,
  options: ServeOptions = {},
): Answerer<Context> {
  const router = createRouter(contract, handlers as HandlerTree<Context>)
  const handler = new RPCHandler<OpaqueContext>(router, {
    clientInterceptors: [
      async ({ next, procedure }) => {
        const declared = Object.keys(procedure['~orpc'].errorMap)
        const change = (thrown: unknown) => toCrossing(thrown, declared, options)
        try {
          const output = await next()
          return isAsyncIterator(output) ? mapFailures(output, change) : output
        } catch (thrown) {
          throw change(thrown)
        }
      },
    ],
  })
  return { answer: (wire, context) => answerWire(handler, wire, context as OpaqueContext, options) }
}

/** The context is opaque here; `createAnswerer` ties its type to the handlers. */
type OpaqueContext = Record<string, unknown>

function answerWire(
  handler: RPCHandler<OpaqueContext>,
  wire: Wire,
  context: OpaqueContext,
  options: ServeOptions,
): void {
  // oRPC wants the part of a WebSocket that it uses; it waits for what `send` returns, so that a
  // slow reader slows its own streams and nothing piles up here.
  type Socket = Parameters<typeof handler.message>[0]
  const socket = { send: (frame: Frame) => wire.send(frame) } as unknown as Socket
  let isOpen = true
  wire.onFrame(frame => {
    if (frame === ping) {
      void wire.send(pong).catch(() => {})
      return
    }
    handler.message(socket, frame as string, { context }).catch(thrown => {
      if (!isOpen || thrown instanceof WireClosedError) return
      options.onMistake?.(thrown)
      // Only a broken or hostile client sends such a frame.
      if (thrown instanceof SyntaxError || thrown instanceof TypeError) wire.close()
    })
  })
  wire.onClose(() => {
    isOpen = false
    handler.close(socket)
  })
}

interface HandlerTree<Context> {
  readonly [key: string]:
    | HandlerTree<Context>
    | ((input: unknown, call: Call<Context>) => unknown)
    | undefined
}

function createRouter<Context extends object>(
  contract: AnyContractRouter,
  handlers: HandlerTree<Context>,
): AnyRouter {
  const entries = Object.entries(contract).map(([name, part]) => {
    const handler = handlers[name]
    if (isContractProcedure(part) && typeof handler === 'function') {
      const procedure = implement(part)
        .$context<Context>()
        .handler(({ input, context, signal }) => handler(input, { context, signal }))
      return [name, procedure]
    }
    if (!isContractProcedure(part) && typeof handler === 'object') {
      return [name, createRouter(part as AnyContractRouter, handler)]
    }
    throw new Error(`There is no handler for ${name}.`)
  })
  return Object.fromEntries(entries)
}

function toCrossing(thrown: unknown, declared: readonly string[], options: ServeOptions): Error {
  const error = toRpcError(thrown, options)
  const isDeclared =
    declared.includes(error.code) || generalFailures.includes(error.code as RpcErrorCode)
  if (error.code === 'internal' || !isDeclared) options.onMistake?.(thrown)
  return new ORPCError(error.code, { message: error.message, data: error.detail })
}

function toRpcError(thrown: unknown, options: ServeOptions): RpcError {
  if (thrown instanceof RpcError) return thrown
  const explained = options.explain?.(thrown)
  if (explained) return explained
  if (thrown instanceof ORPCError && thrown.code === 'BAD_REQUEST') {
    const issues = listIssues(thrown.data)
    return new RpcError('bad-request', `The call does not fit: ${issues.join('; ')}`, { issues })
  }
  if (thrown instanceof ORPCError && thrown.code === 'NOT_FOUND') {
    return new RpcError('unsupported', 'There is no such call.')
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const issues = listIssues((thrown as { cause?: unknown } | null)?.cause)
  if (issues.length > 0) {
    return new RpcError('internal', `An answer does not fit the contract: ${issues.join('; ')}`)
  }
  return new RpcError('internal', `Something in the program went wrong: ${message}`)
}

function listIssues(data: unknown): string[] {
  const issues = (data as { issues?: readonly unknown[] } | undefined)?.issues ?? []
  return issues.slice(0, 5).map(issue => {
    const { path, message } = issue as { path?: readonly unknown[]; message?: string }
    return `${(path ?? []).map(String).join('.') || 'input'}: ${message ?? 'unfit'}`
  })
}

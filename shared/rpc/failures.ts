import { z } from 'zod'
import type { RpcErrorCode } from './rpc-error.ts'

/** Failures that any call may have; a contract does not list them. */
export const generalFailures: readonly RpcErrorCode[] = [
  'bad-request',
  'disconnected',
  'unreachable',
  'cancelled',
  'internal',
]

/** What a call may fail with, beside the general failures. */
export function failures<Code extends RpcErrorCode>(
  ...codes: readonly Code[]
): Record<Code, { readonly data: z.ZodUnknown }> {
  const entries = codes.map(code => [code, { data: z.unknown() }])
  return Object.fromEntries(entries) as Record<Code, { readonly data: z.ZodUnknown }>
}

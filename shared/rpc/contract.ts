// Every call between the page, the host and the engine. Inputs, outputs and failures are schemas;
// clients and handlers are typed from them, so that a missing handler is a compile error.
import type { ContractRouterClient } from '@orpc/contract'
import { engineContract } from './engine-contract.ts'
import { hostContract } from './host-contract.ts'

export { engineContract, hostContract }

/** `client.files.open({ path })` … Failed calls reject with RpcError. */
export type HostClient = ContractRouterClient<typeof hostContract>
/** `client.train.start({ document })` … Failed calls reject with RpcError. */
export type EngineClient = ContractRouterClient<typeof engineContract>

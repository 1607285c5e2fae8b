import { resolve } from 'node:path'

/** Where the caller stood: npm changes to the checkout and leaves the caller's folder in INIT_CWD. */
export function callerFolder(): string {
  return process.env.INIT_CWD ?? process.cwd()
}

export function callerPath(path: string): string {
  return resolve(callerFolder(), path)
}

import { inputError } from '../output/failure.ts'

export async function importCommand(path: string): Promise<void> {
  throw inputError(`${path} was not read: import is not yet in this version.`)
}

import type { NetworkDocument } from '../../shared/document/types.ts'
import { lenet } from '../../templates/lenet.ts'

/** What a window shows before anything was opened: LeNet with drawn digits, ready to train. */
export function firstDocument(): NetworkDocument {
  return lenet.document
}

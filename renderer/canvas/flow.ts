// The one place that names React Flow's hooks: its next major version splits its store up.
export {
  useReactFlow as useFlow,
  useStore as useFlowStore,
  useStoreApi as useFlowStoreApi,
} from '@xyflow/react'

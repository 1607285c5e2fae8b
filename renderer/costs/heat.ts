export const heatNames = { macs: 'MACs', parameters: 'Parameters', memory: 'Memory' } as const

// Problems that a person has looked at and does not want to see again, each with the reason written down.
import type { FlatNode, Network, Problem, Silenced } from './network.ts'
import { problem } from './problems.ts'

/** Splits off what the nodes silence. An error cannot be silenced: what is drawn there does not run. */
export function silence(
  problems: readonly Problem[],
  nodes: readonly FlatNode[],
): Pick<Network, 'problems' | 'silenced'> {
  const silencing = nodes.filter(node => node.silenced !== undefined)
  if (silencing.length === 0) return { problems, silenced: [] }
  const byId = new Map(silencing.map(node => [node.id, node]))
  const heard: Problem[] = []
  const silenced: Silenced[] = []
  for (const found of problems) {
    const reason = byId.get(found.node ?? '')?.silenced?.[found.code]
    if (reason === undefined || found.severity === 'error') heard.push(found)
    else silenced.push({ problem: found, reason })
  }
  const used = new Set(silenced.map(({ problem: { node, code } }) => `${node} ${code}`))
  const idle = silencing.flatMap(node =>
    Object.keys(node.silenced ?? {})
      .filter(code => !used.has(`${node.id} ${code}`))
      .map(code => idleSilence(node, code)),
  )
  return { problems: [...heard, ...onePerDefinition(idle)], silenced }
}

function idleSilence(node: FlatNode, code: string): Problem {
  const { [code]: _, ...rest } = node.silenced ?? {}
  const fields = { silenced: Object.keys(rest).length > 0 ? rest : undefined }
  return problem(
    'hint',
    'idle-silence',
    node,
    `${node.name ?? node.definition.id} silences ${code}, which is not found here (any more). Remove that line.`,
    { mends: [{ label: `Hear ${code} again`, repair: { kind: 'setNode', fields } }] },
  )
}

/** The repeats of a block say it once. */
function onePerDefinition(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ in: definition, message }) => {
    const key = definition ? `${definition.block} ${definition.id} ${message}` : message
    return !seen.has(key) && seen.add(key)
  })
}

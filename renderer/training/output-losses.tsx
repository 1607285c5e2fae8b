// Loss and weight of every output, where a network has several.
import { type Loss, losses, type OutputLoss, type Training } from '../../shared/document/types.ts'
import type { Network } from '../../shared/graph/network.ts'
import { type OutputPort, outputPorts } from '../../shared/graph/outputs.ts'
import { usualLoss } from '../../shared/graph/usual-loss.ts'
import { useNetwork } from '../state/use-drawing.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { atLeastZero, NumberSetting } from './number-setting.tsx'

type Losses = NonNullable<Training['losses']>

interface OutputLossesProps {
  readonly training: Training
  readonly change: (label: string, changes: { readonly losses: Losses }) => void
}

export function useHasSeveralOutputs(): boolean {
  return useNetwork(network => outputPorts(network).length > 1)
}

export function OutputLosses({ training, change }: OutputLossesProps) {
  const network = useNetwork()
  const ports = outputPorts(network)
  const { losses: written = {} } = training
  const set = (label: string, id: string, loss: OutputLoss) =>
    change(label, { losses: { ...written, [id]: loss } })
  const missing = ports.filter(port => !written[port.id] && !written[port.layer])
  return (
    <section className="settings-part" aria-label="Outputs">
      <h2>Outputs</h2>
      {ports.map(port => (
        <OutputRow key={port.id} port={port} loss={lossOf(training, port)} set={set} />
      ))}
      {missing.length > 0 && (
        <Button
          small
          tip="Softmax learns classes, sigmoid yes or no, all else numbers"
          onPress={() =>
            change('Use the usual losses', { losses: filled(network, missing, written) })
          }
        >
          Use the usual losses
        </Button>
      )}
    </section>
  )
}

function lossOf({ losses: written, loss }: Training, port: OutputPort): OutputLoss {
  return written?.[port.id] ?? written?.[port.layer] ?? { loss }
}

/** By what each output ends in. */
function filled(network: Network, ports: readonly OutputPort[], written: Losses): Losses {
  const usual = ports.map(port => [port.id, { loss: usualLoss(network, port) }] as const)
  return { ...written, ...Object.fromEntries(usual) }
}

interface OutputRowProps {
  readonly port: OutputPort
  readonly loss: OutputLoss
  readonly set: (label: string, id: string, loss: OutputLoss) => void
}

function OutputRow({ port: { id }, loss, set }: OutputRowProps) {
  const { weight: _, ...withoutWeight } = loss
  const { trainingOnly: __, ...withoutMark } = loss
  return (
    <>
      <span className="setting-label output-name" title={id}>
        {id}
      </span>
      <Select
        label={`Loss of ${id}`}
        options={losses}
        value={loss.loss}
        onChange={name => set(`Choose the loss of ${id}`, id, { ...loss, loss: name as Loss })}
      />
      <NumberSetting
        label={`Weight of ${id}`}
        shown="Weight"
        value={loss.weight}
        usual={1}
        check={atLeastZero}
        onChange={weight =>
          set(
            `Set the weight of ${id}`,
            id,
            weight === undefined ? withoutWeight : { ...loss, weight },
          )
        }
      />
      <span className="setting-label">Training only</span>
      <Switch
        label={`${id} is there for training only: it is left out of what predicts and of every export`}
        isOn={loss.trainingOnly ?? false}
        onChange={isOn =>
          set(
            isOn ? `Keep ${id} to training` : `Let ${id} predict`,
            id,
            isOn ? { ...loss, trainingOnly: true } : withoutMark,
          )
        }
      />
    </>
  )
}

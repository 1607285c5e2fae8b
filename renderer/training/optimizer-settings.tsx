// The optimizer of the next run and its own settings.
import { type Optimizer, optimizerKinds, type Training } from '../../shared/document/types.ts'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { above, NumberSetting, share } from './number-setting.tsx'
import { withOptimizer, withOption } from './settings.ts'

interface OptimizerSettingsProps {
  readonly training: Training
  readonly change: (label: string, changes: { readonly optimizer: Optimizer }) => void
}

export function OptimizerSettings({ training, change }: OptimizerSettingsProps) {
  const { optimizer } = training
  const set = (name: keyof Optimizer, value: number | boolean | undefined) =>
    change(`Set ${name}`, { optimizer: withOption(optimizer, name, value) })
  return (
    <section className="settings-part" aria-label="Optimizer">
      <h2>Optimizer</h2>
      <span className="setting-label">Method</span>
      <Select
        label="Optimizer"
        options={optimizerKinds}
        value={optimizer.kind}
        onChange={name => {
          const kind = optimizerKinds.find(other => other === name)
          if (kind) change(`Use ${kind}`, { optimizer: withOptimizer(optimizer, kind) })
        }}
      />
      <NumberSetting
        label="Learning rate"
        value={optimizer.learningRate}
        check={above(0)}
        steps="decade"
        onChange={value => set('learningRate', value)}
      />
      {optimizer.kind === 'adam' && <AdamSettings optimizer={optimizer} set={set} />}
      {optimizer.kind === 'momentum' && <MomentumSettings optimizer={optimizer} set={set} />}
    </section>
  )
}

interface OptimizerProps {
  readonly optimizer: Optimizer
  readonly set: (name: keyof Optimizer, value: number | boolean | undefined) => void
}

function AdamSettings({ optimizer, set }: OptimizerProps) {
  return (
    <>
      <NumberSetting
        label="Beta 1"
        value={optimizer.beta1}
        usual={0.9}
        check={share}
        onChange={value => set('beta1', value)}
      />
      <NumberSetting
        label="Beta 2"
        value={optimizer.beta2}
        usual={0.999}
        check={share}
        onChange={value => set('beta2', value)}
      />
      <NumberSetting
        label="Epsilon"
        value={optimizer.epsilon}
        usual={1e-7}
        check={above(0)}
        steps="decade"
        onChange={value => set('epsilon', value)}
      />
    </>
  )
}

function MomentumSettings({ optimizer, set }: OptimizerProps) {
  return (
    <>
      <NumberSetting
        label="Momentum"
        value={optimizer.momentum}
        usual={0.9}
        check={share}
        onChange={value => set('momentum', value)}
      />
      <span className="setting-label">Nesterov</span>
      <Switch
        label="Nesterov"
        isOn={optimizer.nesterov ?? false}
        onChange={isOn => set('nesterov', isOn ? true : undefined)}
      />
    </>
  )
}

// Data, optimizer and length of the next run. Everything is written into the document.
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import { type Loss, losses, precisions, type Training } from '../../shared/document/types.ts'
import { useDocument, useStores } from '../state/stores.tsx'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { TextField } from '../ui/text-field.tsx'
import { DataLook } from './data-look.tsx'
import { atLeastZero, NumberSetting, share, whole } from './number-setting.tsx'
import { OptimizerSettings } from './optimizer-settings.tsx'
import { OutputLosses, useHasSeveralOutputs } from './output-losses.tsx'
import {
  changeTraining,
  datasetKinds,
  datasetNames,
  isKnownKind,
  trainingOf,
  withKind,
  withOption,
} from './settings.ts'
import './settings-form.css'

export function SettingsForm() {
  const { document } = useStores()
  const training = useDocument(state => trainingOf(state.present))
  const change = (label: string, changes: Parameters<typeof changeTraining>[1]) =>
    document.edit(label, current => changeTraining(current, changes))
  const hasOutputs = useHasSeveralOutputs()
  return (
    <form className="settings" onSubmit={event => event.preventDefault()}>
      <DataSettings training={training} change={change} hasOneLoss={!hasOutputs} />
      {hasOutputs && <OutputLosses training={training} change={change} />}
      <OptimizerSettings training={training} change={change} />
      <LengthSettings training={training} change={change} />
      <section className="settings-look" aria-label="Examples">
        <h2>Examples</h2>
        <DataLook dataset={training.dataset} pictures={20} isSmall />
      </section>
    </form>
  )
}

interface PartProps {
  readonly training: Training
  readonly change: (label: string, changes: Parameters<typeof changeTraining>[1]) => void
}

function DataSettings({ training, change, hasOneLoss }: PartProps & { hasOneLoss: boolean }) {
  const { dataset, standardize, loss } = training
  const set = (label: string, next: DatasetSpec) => change(label, { dataset: next })
  const { path: _, ...withoutPath } = dataset
  return (
    <section className="settings-part" aria-label="Data">
      <h2>Data</h2>
      <span className="setting-label">Data set</span>
      <Select
        label="Data set"
        options={datasetKinds.map(kind => datasetNames[kind])}
        value={isKnownKind(dataset.kind) ? datasetNames[dataset.kind] : null}
        placeholder={dataset.kind}
        onChange={name => {
          const kind = datasetKinds.find(other => datasetNames[other] === name)
          if (kind) set('Choose another data set', withKind(dataset, kind))
        }}
      />
      {dataset.kind !== 'glyphs' && (
        <>
          <span className="setting-label">{dataset.kind === 'idx' ? 'Folder' : 'File'}</span>
          <TextField
            label={dataset.kind === 'idx' ? 'Folder of the IDX files' : 'NPZ file'}
            value={dataset.path ?? ''}
            placeholder={dataset.kind === 'idx' ? '/data/mnist' : '/data/set.npz'}
            onCommit={text =>
              set(
                'Choose where the data is',
                text.trim() === '' ? withoutPath : { ...dataset, path: text.trim() },
              )
            }
          />
        </>
      )}
      <NumberSetting
        label="Validation"
        value={dataset.validation}
        usual={0.1}
        check={share}
        onChange={validation => {
          const { validation: __, ...rest } = dataset
          set(
            'Set the share for validation',
            validation === undefined ? rest : { ...rest, validation },
          )
        }}
      />
      <span className="setting-label">Standardize</span>
      <Switch
        label="Standardize: centre and scale the inputs"
        isOn={standardize ?? false}
        note="inputs"
        onChange={isOn => change('Switch standardizing', { standardize: isOn ? true : undefined })}
      />
      {hasOneLoss && (
        <>
          <span className="setting-label">Loss</span>
          <Select
            label="Loss"
            options={losses}
            value={loss}
            onChange={name => change('Choose another loss', { loss: name as Loss })}
          />
        </>
      )}
    </section>
  )
}

function LengthSettings({ training, change }: PartProps) {
  const { epochs, batchSize, seed, precision, optimizer, labelSmoothing, loss } = training
  return (
    <section className="settings-part" aria-label="Run">
      <h2>Run</h2>
      <NumberSetting
        label="Epochs"
        value={epochs}
        check={whole(1)}
        onChange={value => value !== undefined && change('Set the epochs', { epochs: value })}
      />
      <NumberSetting
        label="Batch size"
        value={batchSize}
        check={whole(1)}
        steps="double"
        onChange={value =>
          value !== undefined && change('Set the batch size', { batchSize: value })
        }
      />
      <NumberSetting
        label="Seed"
        value={seed}
        check={whole(0)}
        onChange={value => value !== undefined && change('Set the seed', { seed: value })}
      />
      <span className="setting-label">Precision</span>
      <Select
        label="Precision"
        options={precisions}
        value={precision ?? 'float32'}
        isDefault={precision === undefined}
        onChange={name => {
          const chosen = precisions.find(other => other === name)
          change('Choose the precision', { precision: chosen === 'float32' ? undefined : chosen })
        }}
      />
      <NumberSetting
        label="Weight decay"
        value={optimizer.weightDecay}
        usual={0}
        check={atLeastZero}
        steps="decade"
        onChange={value =>
          change('Set the weight decay', { optimizer: withOption(optimizer, 'weightDecay', value) })
        }
      />
      {loss.endsWith('Crossentropy') && (
        <NumberSetting
          label="Label smoothing"
          value={labelSmoothing}
          usual={0}
          check={share}
          onChange={value =>
            change('Set the label smoothing', { labelSmoothing: value === 0 ? undefined : value })
          }
        />
      )}
    </section>
  )
}

import { Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { Dialog } from './dialog.tsx'
import { useHotkeyList, useSingleKeys, type Hotkey } from '../app/hotkeys.ts'

/** Every shortcut that works here, and the switch that turns them off. */
export function KeyHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation('shell')
  const keys = useHotkeyList()
  const [isOn, setOn] = useSingleKeys()
  const here = keys.filter((one) => !one.isGlobal)
  return (
    <Dialog open={isOpen} onCancel={onClose} title={t('keysTitle')} footer={null} width={480}>
      {here.length > 0 && <KeyTable title={t('keysHere')} keys={here} />}
      <KeyTable
        title={t('keysEverywhere')}
        keys={[...keys.filter((one) => one.isGlobal), { key: 'Esc', label: t('keyEscape') }]}
      />
      <label className="switch">
        <Switch checked={isOn} onChange={setOn} aria-describedby="single-keys" /> {t('keysSwitch')}
      </label>
      <p className="hint" id="single-keys">
        {t('keysSwitchHint')}
      </p>
    </Dialog>
  )
}

function KeyTable({ title, keys }: { title: string; keys: readonly Pick<Hotkey, 'key' | 'label'>[] }) {
  return (
    <section className="key-table">
      <h2>{title}</h2>
      <dl className="pairs">
        {keys.map((one) => (
          <div key={one.key}>
            <dt>
              {one.key.split('+').map((part) => (
                <kbd key={part}>{part}</kbd>
              ))}
            </dt>
            <dd>{one.label}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

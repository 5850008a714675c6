import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { OrderButtons } from './order-buttons.tsx'
import type { ControlProps } from './setting-control.tsx'
import { LinkRows } from './setting-links.tsx'
import { pair } from '../../components/marks.ts'
import { eventsOf, moved, replaced, without, type EventValue } from './setting-values.ts'

const ICONS = ['family', 'school', 'work', 'ring', 'house', 'medical', 'elder', 'company'] as const

/** Services by life event: a heading with its icon, and the links below it. */
export function EventsControl({ labelId, value, isDisabled, onChange }: ControlProps) {
  const { t } = useTranslation('sites')
  const { t: common } = useTranslation()
  const events = eventsOf(value)
  const icons = {
    family: t('iconFamily'),
    school: t('iconSchool'),
    work: t('iconWork'),
    ring: t('iconRing'),
    house: t('iconHouse'),
    medical: t('iconMedical'),
    elder: t('iconElder'),
    company: t('iconCompany'),
  }
  return (
    <div className="stack" role="group" aria-labelledby={labelId}>
      <ol className="event-list">
        {events.map((event, index) => {
          const set = (change: Partial<EventValue>) => onChange(replaced(events, index, { ...event, ...change }))
          const name = event.title === '' ? t('eventNumber', { number: index + 1 }) : event.title
          return (
            <li key={index}>
              <div className="row-list">
                <div className="form-acts">
                  <select
                    className="field narrow"
                    aria-label={pair(t('icon'), name)}
                    value={event.icon}
                    disabled={isDisabled}
                    onChange={(change) => set({ icon: change.target.value })}
                  >
                    {ICONS.map((icon) => (
                      <option key={icon} value={icon}>
                        {icons[icon]}
                      </option>
                    ))}
                    {!ICONS.some((icon) => icon === event.icon) && <option value={event.icon}>{event.icon}</option>}
                  </select>
                  <input
                    className="field"
                    aria-label={pair(t('eventTitle'), name)}
                    value={event.title}
                    disabled={isDisabled}
                    onChange={(change) => set({ title: change.target.value })}
                  />
                  <input
                    className="field"
                    aria-label={pair(t('linkUrl'), name)}
                    placeholder={t('linkUrlHint')}
                    value={event.url}
                    disabled={isDisabled}
                    spellCheck={false}
                    onChange={(change) => set({ url: change.target.value })}
                  />
                  <OrderButtons
                    name={name}
                    at={index}
                    count={events.length}
                    isDisabled={isDisabled}
                    onMove={(by) => onChange(moved(events, index, by))}
                    onRemove={() => onChange(without(events, index))}
                  />
                </div>
              </div>
              <details>
                <summary>{t('eventLinks', { count: event.links.length })}</summary>
                <div className="stack">
                  <LinkRows links={event.links} isDisabled={isDisabled} onChange={(links) => set({ links })} />
                  {!isDisabled && (
                    <p>
                      <button
                        className="button"
                        type="button"
                        onClick={() => set({ links: [...event.links, { text: '', url: '' }] })}
                      >
                        <Icon name="plus" /> {t('addLink')}
                      </button>
                    </p>
                  )}
                </div>
              </details>
            </li>
          )
        })}
      </ol>
      {events.length === 0 && <p className="hint">{common('none')}</p>}
      {!isDisabled && (
        <p>
          <button
            className="button"
            type="button"
            onClick={() => onChange([...events, { icon: 'family', title: '', url: '', links: [] }])}
          >
            <Icon name="plus" /> {t('addEvent')}
          </button>
        </p>
      )}
    </div>
  )
}

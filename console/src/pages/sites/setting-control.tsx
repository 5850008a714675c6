import { useTranslation } from 'react-i18next'
import { EventsControl } from './setting-events.tsx'
import { LinksControl, TagsControl } from './setting-links.tsx'
import { ModulesControl } from './setting-modules.tsx'
import { RidgeControl } from './setting-ridge.tsx'

export interface ControlProps {
  id: string
  labelId: string
  siteId: string
  value: unknown
  isDisabled: boolean
  onChange: (value: unknown) => void
}

type AnyControlProps = ControlProps & { settingKey: string; schema: Readonly<Record<string, unknown>> }

const WIDE = new Set(['home.modules', 'home.hotLinks', 'home.lifeEvents', 'footer.links', 'access.languages'])
const COLOURS = { red: '#b3202a', blue: '#0e5aa7', green: '#1f6b3a', teal: '#0b6870', ochre: '#8a4b08', ink: '#33475b' }

/** Settings that need the whole width. */
export const isWide = (key: string): boolean => WIDE.has(key)

/** The control that suits a setting; a setting this console does not know is edited by the type in its schema. */
export function SettingControl({ settingKey, schema, ...props }: AnyControlProps) {
  switch (settingKey) {
    case 'appearance.colour':
      return <ColourControl {...props} />
    case 'appearance.theme':
    case 'review.stages':
      return <WordsControl {...props} settingKey={settingKey} />
    case 'appearance.ridge':
      return <RidgeControl {...props} />
    case 'home.modules':
      return <ModulesControl {...props} />
    case 'home.hotLinks':
    case 'footer.links':
      return <LinksControl {...props} />
    case 'access.languages':
      return <LinksControl {...props} hasLanguage />
    case 'home.lifeEvents':
      return <EventsControl {...props} />
    case 'links.trustedHosts':
      return <TagsControl {...props} isHosts />
    case 'search.hotWords':
    case 'search.hiddenWords':
      return <TagsControl {...props} />
    default:
      return <SchemaControl {...props} schema={schema} />
  }
}

function ColourControl({ labelId, value, isDisabled, onChange, id }: ControlProps) {
  const { t } = useTranslation('sites')
  const names = {
    red: t('red'),
    blue: t('blue'),
    green: t('green'),
    teal: t('teal'),
    ochre: t('ochre'),
    ink: t('inkColour'),
  }
  return (
    <fieldset aria-labelledby={labelId} disabled={isDisabled}>
      <div className="swatches">
        {(['red', 'blue', 'green', 'teal', 'ochre', 'ink'] as const).map((colour) => (
          <label key={colour}>
            <input type="radio" name={id} checked={value === colour} onChange={() => onChange(colour)} />{' '}
            <i style={{ background: COLOURS[colour] }} /> {names[colour]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function WordsControl({
  id,
  value,
  isDisabled,
  onChange,
  settingKey,
}: ControlProps & { settingKey: 'appearance.theme' | 'review.stages' }) {
  const { t } = useTranslation('sites')
  const options =
    settingKey === 'appearance.theme'
      ? [
          { value: 'government', label: t('themeGovernment') },
          { value: 'department', label: t('themeDepartment') },
          { value: 'village', label: t('themeVillage') },
        ]
      : [0, 1, 2, 3].map((stages) => ({
          value: stages,
          label: t(`stages${stages === 0 ? 0 : stages === 1 ? 1 : stages === 2 ? 2 : 3}`),
        }))
  return (
    <select
      className="field"
      id={id}
      value={String(value)}
      disabled={isDisabled}
      onChange={(event) => onChange(options.find((one) => String(one.value) === event.target.value)?.value)}
    >
      {options.map((one) => (
        <option key={one.value} value={String(one.value)}>
          {one.label}
        </option>
      ))}
    </select>
  )
}

/** Yes or no, a number, a choice or a line of text, as the schema says. */
function SchemaControl({
  id,
  value,
  isDisabled,
  onChange,
  schema,
}: ControlProps & { schema: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation('sites')
  const shape = shapeOf(schema)
  if (shape.type === 'boolean') {
    return (
      <label className="check">
        <input
          type="checkbox"
          id={id}
          checked={value === true}
          disabled={isDisabled}
          onChange={(event) => onChange(event.target.checked)}
        />{' '}
        {value === true ? t('on') : t('off')}
      </label>
    )
  }
  if (shape.type === 'number') {
    return (
      <input
        className="field short"
        id={id}
        type="number"
        min={shape.minimum}
        max={shape.maximum}
        value={typeof value === 'number' ? value : ''}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
      />
    )
  }
  if (shape.type === 'text') {
    return (
      <input
        className="field"
        id={id}
        value={typeof value === 'string' ? value : ''}
        maxLength={shape.maxLength}
        disabled={isDisabled}
        placeholder={shape.isNullable ? t('notShown') : undefined}
        onChange={(event) => onChange(event.target.value === '' && shape.isNullable ? null : event.target.value)}
      />
    )
  }
  return <code className="mono">{JSON.stringify(value)}</code>
}

interface ValueShape {
  type: 'boolean' | 'number' | 'text' | 'other'
  isNullable: boolean
  minimum?: number | undefined
  maximum?: number | undefined
  maxLength?: number | undefined
}

function shapeOf(schema: Readonly<Record<string, unknown>>): ValueShape {
  const parts = [schema, ...(Array.isArray(schema['anyOf']) ? schema['anyOf'] : [])].filter(isRecord)
  const isNullable = parts.some((one) => one['type'] === 'null')
  const main = parts.find((one) => ['boolean', 'integer', 'number', 'string'].includes(String(one['type'])))
  const kind = String(main?.['type'])
  const type = kind === 'boolean' ? 'boolean' : kind === 'string' ? 'text' : kind === 'undefined' ? 'other' : 'number'
  return {
    type,
    isNullable,
    minimum: numberAt(main, 'minimum'),
    maximum: numberAt(main, 'maximum'),
    maxLength: numberAt(main, 'maxLength'),
  }
}

function numberAt(record: Readonly<Record<string, unknown>> | undefined, name: string): number | undefined {
  const value = record?.[name]
  return typeof value === 'number' ? value : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

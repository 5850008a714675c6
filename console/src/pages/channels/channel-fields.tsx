import { useTranslation } from 'react-i18next'
import { ChannelKind, channelLooks } from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { getCodeList } from '../../../../src/modules/vocabulary/contract.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { useOperation } from '../../client.ts'
import { errorAt } from '../../components/error-at.ts'
import { CheckField, SelectField, TextField } from '../sites/text-field.tsx'
import { useLabels } from '../sites/use-labels.ts'
import type { ChannelDraft } from './channel-draft.ts'
import { MountFields } from './mount-fields.tsx'

interface ChannelFieldsProps {
  siteId: string
  draft: ChannelDraft
  onChange: (change: Partial<ChannelDraft>) => void
  problem: ApiProblem | null
  faults: Readonly<Record<string, string>>
  /** Kinds that may be chosen; a channel keeps its kind, except among those that hold items alike. */
  kinds: readonly ChannelDraft['kind'][]
  /** The stages that the site's setting gives, and whether they are known. */
  siteStages: number | undefined
  path: string
  /** Address before, where saving would change it. */
  oldPath?: string | undefined
  isDisabled?: boolean
}

/** Fields that problems speak of; whatever else is wrong stands above the form. */
export const CHANNEL_POINTERS = [
  'name',
  'code',
  'kind',
  'description',
  'keywords',
  'columnTypes',
  'indicatorClass',
  'updateLimitDays',
  'itemKind',
  'reviewStages',
  'template',
  'linkUrl',
  'mountedChannelId',
  'parentId',
].flatMap((name) => [`/${name}`, `/body/${name}`])

export const ALL_KINDS = ChannelKind.options

export function ChannelFields(props: ChannelFieldsProps) {
  const { siteId, draft, onChange, problem, faults, kinds, siteStages, isDisabled = false } = props
  const { t } = useTranslation('channels')
  const label = useLabels(sitesLabels)
  const columnTypes = useOperation(getCodeList, { params: { list: 'columnType' }, query: {} }, { staleFor: 600_000 })
  const classes = useOperation(getCodeList, { params: { list: 'indicatorClass' }, query: {} }, { staleFor: 600_000 })
  const itemKinds = useOperation(getCodeList, { params: { list: 'itemKind' }, query: {} }, { staleFor: 600_000 })
  const standard = classes.data?.find((one) => one.code === draft.indicatorClass)?.attributes['updateLimitDays']
  const hints: Readonly<Record<ChannelDraft['kind'], string>> = {
    list: t('kindList'),
    aggregate: t('kindAggregate'),
    page: t('kindPage'),
    topic: t('kindTopic'),
    mounted: t('kindMounted'),
    link: t('kindLink'),
  }
  const lookHints: Readonly<Record<string, string>> = {
    documents: t('lookDocuments'),
    articles: t('lookArticles'),
    excerpts: t('lookExcerpts'),
    titles: t('lookTitles'),
  }
  // What was stored before there was a choice stays to be seen.
  const isKnown = draft.template === '' || channelLooks.some((one) => one === draft.template)
  const looks: readonly string[] = isKnown ? channelLooks : [...channelLooks, draft.template]
  const common = { problem, isDisabled }
  const holdsItems = draft.kind !== 'link' && draft.kind !== 'mounted'
  const typesFault = errorAt(problem, '/columnTypes')
  const stageWords = [t('stages0'), t('stages1'), t('stages2'), t('stages3')]
  return (
    <div className="form">
      <div className="form-columns">
        <TextField
          {...common}
          label={t('name')}
          isRequired
          value={draft.name}
          onChange={(name) => onChange({ name })}
          error={faults['name']}
          pointer="/name"
        />
        <TextField
          {...common}
          label={t('code')}
          isRequired
          isMono
          value={draft.code}
          onChange={(code) => onChange({ code })}
          error={faults['code']}
          pointer="/code"
          hint={t('pathIs', { path: props.path })}
        />
        <SelectField
          {...common}
          label={t('kind')}
          value={draft.kind}
          isDisabled={isDisabled || kinds.length < 2}
          onChange={(kind) => onChange({ kind: ChannelKind.parse(kind) })}
          options={kinds.map((value) => ({ value, label: label(`enum.channelKind.${value}`) }))}
          pointer="/kind"
          hint={hints[draft.kind]}
        />
        {draft.kind === 'link' && (
          <TextField
            {...common}
            label={t('linkUrl')}
            isRequired
            value={draft.linkUrl}
            onChange={(linkUrl) => onChange({ linkUrl })}
            error={faults['linkUrl']}
            pointer="/linkUrl"
            hint={t('linkUrlHint')}
          />
        )}
      </div>
      {props.oldPath !== undefined && (
        <p className="notice warn-notice" role="status">
          {t('pathChanges', { old: props.oldPath, path: props.path })}
        </p>
      )}
      {draft.kind === 'mounted' && (
        <MountFields
          siteId={siteId}
          mount={draft.mount}
          onChange={(mount) => onChange({ mount })}
          error={faults['mount']}
          {...common}
        />
      )}
      <div className="form-section form-columns">
        <TextField
          {...common}
          label={t('description')}
          rows={3}
          value={draft.description}
          onChange={(description) => onChange({ description })}
          pointer="/description"
          hint={t('descriptionHint')}
        />
        <TextField
          {...common}
          label={t('keywords')}
          rows={3}
          value={draft.keywords}
          onChange={(keywords) => onChange({ keywords })}
          pointer="/keywords"
          hint={t('keywordsHint')}
        />
      </div>
      <fieldset className="form-field">
        <legend className="hint">{t('columnTypes')}</legend>
        <div className="column-types">
          {(columnTypes.data ?? []).map((one) => (
            <label key={one.code} className="check">
              <input
                type="checkbox"
                disabled={isDisabled}
                checked={draft.columnTypes.includes(one.code)}
                onChange={(event) =>
                  onChange({
                    columnTypes: event.target.checked
                      ? [...draft.columnTypes, one.code]
                      : draft.columnTypes.filter((code) => code !== one.code),
                  })
                }
              />{' '}
              {one.name}
            </label>
          ))}
        </div>
        {typesFault !== undefined && <p className="field-error">{typesFault}</p>}
        <p className="hint">{t('columnTypesHint')}</p>
      </fieldset>
      {holdsItems && (
        <div className="form-section form-columns">
          <SelectField
            {...common}
            label={t('itemKind')}
            value={draft.itemKind}
            onChange={(itemKind) => onChange({ itemKind })}
            options={withOwn(itemKinds.data, draft.itemKind)}
            pointer="/itemKind"
            hint={t('itemKindHint')}
          />
          <SelectField
            {...common}
            label={t('reviewStages')}
            value={draft.reviewStages}
            none={
              siteStages === undefined ? t('asSite') : t('asSiteIs', { stages: stageWords[siteStages] ?? siteStages })
            }
            onChange={(reviewStages) => onChange({ reviewStages })}
            options={stageWords.map((word, stages) => ({ value: String(stages), label: word }))}
            pointer="/reviewStages"
          />
          <SelectField
            {...common}
            label={t('indicatorClass')}
            value={draft.indicatorClass}
            onChange={(indicatorClass) => onChange({ indicatorClass })}
            options={withOwn(classes.data, draft.indicatorClass)}
            pointer="/indicatorClass"
            hint={t('indicatorHint')}
          />
          <TextField
            {...common}
            label={t('updateLimit')}
            type="number"
            min={1}
            max={3660}
            value={draft.updateLimitDays}
            onChange={(updateLimitDays) => onChange({ updateLimitDays })}
            pointer="/updateLimitDays"
            placeholder={typeof standard === 'number' ? String(standard) : ''}
            hint={typeof standard === 'number' ? t('updateLimitStandard', { days: standard }) : t('updateLimitNone')}
          />
          {(draft.kind === 'list' || draft.kind === 'aggregate') && (
            <SelectField
              {...common}
              label={t('template')}
              none={t('templateNone')}
              value={draft.template}
              onChange={(template) => onChange({ template })}
              options={looks.map((value) => ({ value, label: label(`enum.channelLook.${value}`) }))}
              pointer="/template"
              hint={lookHints[draft.template] ?? t('templateHint')}
            />
          )}
        </div>
      )}
      <div className="form-columns">
        <CheckField
          label={t('inNav')}
          hint={t('inNavHint')}
          isOn={draft.inNav}
          isDisabled={isDisabled}
          onChange={(inNav) => onChange({ inNav })}
        />
        {holdsItems && (
          <CheckField
            label={t('mayBeEmpty')}
            hint={t('mayBeEmptyHint')}
            isOn={draft.mayBeEmpty}
            isDisabled={isDisabled}
            onChange={(mayBeEmpty) => onChange({ mayBeEmpty })}
          />
        )}
      </div>
    </div>
  )
}

/** The codes in force, and the one in use even when it is no longer among them. */
function withOwn(codes: readonly { code: string; name: string }[] | undefined, own: string) {
  const options = (codes ?? []).map((one) => ({ value: one.code, label: one.name }))
  return options.some((one) => one.value === own) ? options : [...options, { value: own, label: own }]
}

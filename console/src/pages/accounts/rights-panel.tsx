import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getRights, type Account } from '../../../../src/modules/identity/contract.ts'
import { useSite } from '../../app/use-site.ts'
import { useOperation } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { OrganisationField } from '../organisations/organisation-field.tsx'
import type { Choice } from '../sites/choice-field.tsx'
import { SiteField } from '../sites/site-field.tsx'
import { SelectField } from '../sites/text-field.tsx'
import { colon } from '../../components/marks.ts'
import './accounts.css'

/** 此账号在这里能做什么，为什么: every permission at one place, with the grants that give it. */
export function RightsPanel({ account }: { account: Account }) {
  const { t } = useTranslation('accounts')
  const [here] = useSite()
  const [kind, setKind] = useState('site')
  const [picked, setPicked] = useState<Choice | null>()
  const granted = account.grants.find((one) => one.tree === 'site')
  const standard: Choice | null =
    kind === 'site'
      ? here
        ? { id: here.id, label: here.name }
        : granted
          ? { id: granted.scopeId, label: granted.scopeName }
          : null
      : { id: account.organisation.id, label: account.organisation.name }
  const place = picked === undefined ? standard : picked
  const { data, error, refetch } = useOperation(
    getRights,
    {
      params: { id: account.id },
      query: place === null ? {} : kind === 'site' ? { siteId: place.id } : { organisationId: place.id },
    },
    { enabled: place !== null, keepsPrevious: false },
  )
  return (
    <Panel title={t('rights')}>
      <div className="rights-place">
        <div className="form-columns">
          <SelectField
            label={t('scopeKind')}
            value={kind}
            onChange={(value) => {
              setKind(value)
              setPicked(undefined)
            }}
            options={[
              { value: 'site', label: t('scopeSite') },
              { value: 'organisation', label: t('scopeOrganisation') },
            ]}
          />
          <Field label={t('place')}>
            {kind === 'site' ? (
              <SiteField value={place} onChange={setPicked} />
            ) : (
              <OrganisationField value={place} onChange={setPicked} />
            )}
          </Field>
        </div>
        {place === null && <p className="hint">{t('rightsChoose')}</p>}
        {data && place !== null && data.barred !== null && <p className="notice warn-notice">{data.barred}</p>}
        {data && place !== null && (
          <p className="hint" role="status">
            {t('rightsCount', { count: data.rights.filter((one) => one.isAllowed).length, place: data.placeName })}
          </p>
        )}
        {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      </div>
      {data && place !== null && (
        <ul className="rights-list">
          {data.rights
            .toSorted((a, b) => Number(b.isAllowed) - Number(a.isAllowed))
            .map((one) => (
              <li key={one.permission} className={one.isAllowed ? '' : 'denied'}>
                <Icon name={one.isAllowed ? 'check' : 'x'} className={one.isAllowed ? 'yes' : 'no'} />
                <div>
                  <b>
                    {one.name}
                    {!one.isAllowed && `${colon()}${t('notAllowed')}`}
                  </b>
                  {one.because.map((grant) => (
                    <span className="hint" key={grant.id}>
                      {grant.reason}
                    </span>
                  ))}
                </div>
              </li>
            ))}
        </ul>
      )}
    </Panel>
  )
}

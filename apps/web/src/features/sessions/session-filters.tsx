import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { SignInMethod } from '@latchkey/schema'
import { IconSearch } from '@tabler/icons-react'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { useMethodName } from '../../providers/use-method-name.ts'
import { type AccessSearch, isFiltered, parseAccessSearch } from './access-search.ts'
import classes from './session-filters.module.css'

export interface SessionFiltersProps {
  readonly search: AccessSearch
  readonly onSearch: (search: AccessSearch) => void
  /** Those of the listed sessions. */
  readonly methods: readonly SignInMethod[]
  readonly found: number
  readonly total: number
}

/** Searches, filters and sorts the list of sessions. */
export function SessionFilters({ search, onSearch, methods, found, total }: SessionFiltersProps): JSX.Element {
  const texts = useTranslations('access')
  const methodName = useMethodName()
  /** What is in the field while it has the focus: the address follows a moment later. */
  const [typed, setTyped] = useState<string | null>(null)
  const change = (changed: Readonly<Record<string, string>>): void =>
    onSearch(parseAccessSearch({ ...search, ...changed }))

  return (
    <search className={classes.root} aria-label={texts('filters')}>
      <TextInput
        className={classes.search}
        size="sm"
        type="search"
        label={texts('search')}
        placeholder={texts('searchHint')}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        value={typed ?? search.q ?? ''}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value)
          change({ q: value })
        }}
        onBlur={() => setTyped(null)}
      />
      <NativeSelect
        size="sm"
        label={texts('only')}
        value={search.only ?? ''}
        onChange={({ currentTarget: { value } }) => change({ only: value })}
        data={[
          { value: '', label: texts('onlyAll') },
          { value: 'open', label: texts('onlyOpen') },
          { value: 'new', label: texts('onlyNew') },
        ]}
      />
      <NativeSelect
        size="sm"
        label={texts('method')}
        value={search.method ?? ''}
        onChange={({ currentTarget: { value } }) => change({ method: value })}
        data={[
          { value: '', label: texts('anyMethod') },
          ...methods.map((method) => ({ value: method, label: methodName(method) })),
        ]}
      />
      <NativeSelect
        className={classes.sort}
        size="sm"
        label={texts('sort')}
        value={search.sort ?? ''}
        onChange={({ currentTarget: { value } }) => change({ sort: value })}
        data={[
          { value: '', label: texts('sortNew') },
          { value: 'active', label: texts('sortActive') },
          { value: 'signed-in', label: texts('sortSignedIn') },
        ]}
      />
      <div className={classes.result}>
        <output className="tabular">{isFiltered(search) && texts('found', { found, total })}</output>
        {isFiltered(search) && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            onClick={() => change({ q: '', only: '', method: '' })}
          >
            {texts('clear')}
          </Button>
        )}
      </div>
    </search>
  )
}

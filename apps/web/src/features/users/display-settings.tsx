import { NativeSelect, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { type JSX, useId } from 'react'
import { useTranslations } from 'use-intl/react'
import { Section } from '../../components/section.tsx'
import { isLanguage, languageNames, languages } from '../../language/languages.ts'
import { usePreferences } from '../../preferences/preferences-provider.tsx'
import { hourCycles, TimeFormats } from '../../time/time-formats.ts'
import { colorSchemes, isColorScheme } from './color-schemes.ts'
import classes from './display-settings.module.css'

/** A time in the evening, in which 12 and 24 hours differ. */
const evening = new Date(2026, 0, 1, 21, 4)

/** Theme, language and time format of this browser. */
export function DisplaySettings(): JSX.Element {
  const texts = useTranslations('account')
  const themes = useTranslations('theme')
  const preferences = usePreferences()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const themeLabel = useId()
  const exampleOf = (hourCycle: (typeof hourCycles)[number]): string =>
    new TimeFormats({ ...preferences, hourCycle }).timeOfDay(evening)

  return (
    <Section title={texts('appearance')}>
      <div className={classes.root}>
        <div className={classes.setting}>
          <span id={themeLabel} className={classes.label}>
            {themes('label')}
          </span>
          <SegmentedControl
            aria-labelledby={themeLabel}
            value={colorScheme}
            onChange={(value) => isColorScheme(value) && setColorScheme(value)}
            data={colorSchemes.map((scheme) => ({ value: scheme, label: themes(scheme) }))}
          />
        </div>
        <NativeSelect
          label={texts('language')}
          value={preferences.language}
          onChange={({ currentTarget: { value } }) =>
            void preferences.choose({ language: isLanguage(value) ? value : 'auto' })
          }
          data={[
            { value: 'auto', label: texts('languageAuto') },
            ...languages.map((language) => ({ value: language, label: languageNames[language] })),
          ]}
        />
        <NativeSelect
          label={texts('timeFormat')}
          value={preferences.hourCycle}
          onChange={({ currentTarget: { value } }) =>
            void preferences.choose({ hourCycle: hourCycles.find((cycle) => cycle === value) ?? 'auto' })
          }
          data={[
            { value: 'auto', label: texts('timeFormatAuto', { example: exampleOf('auto') }) },
            { value: 'h12', label: texts('timeFormat12', { example: exampleOf('h12') }) },
            { value: 'h23', label: texts('timeFormat24', { example: exampleOf('h23') }) },
          ]}
        />
      </div>
    </Section>
  )
}

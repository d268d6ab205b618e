import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { pageColours } from '../theme.ts'

/**
 * Gives the bars of the browser the colour of the chosen scheme. The page has a meta element for each scheme of the system;
 * with `auto` each has its own colour.
 */
export function BrowserBars(): null {
  const { colorScheme } = useMantineColorScheme()
  useEffect(() => {
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
      const ofSystem = meta.media.includes('dark') ? 'dark' : 'light'
      meta.content = pageColours[colorScheme === 'auto' ? ofSystem : colorScheme]
    }
  }, [colorScheme])
  return null
}

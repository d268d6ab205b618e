import type { Messages, NamespaceKeys, NestedKeyOf, useTranslations } from 'use-intl'

/** The texts of a part of the app, as `useTranslations` returns them: for functions that are no components. */
export type Texts<Part extends NamespaceKeys<Messages, NestedKeyOf<Messages>>> = ReturnType<
  typeof useTranslations<Part>
>

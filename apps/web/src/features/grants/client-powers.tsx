import { IconCheck, IconX } from '@tabler/icons-react'
import { type JSX, useId } from 'react'
import classes from './client-powers.module.css'

/** What `app-router.test.ts` of the API says that an approved client can call, in a person's words. */
const can = [
  'See your name, e-mail address and role',
  'See your sessions, your timeline and your sign-in methods',
  'Rename your sessions',
  'Act as you at services that trust Latchkey',
  'Stay signed in until you end it under Access',
] as const
const cannot = ['End your other sessions', 'Change your password or sign-in methods'] as const

/** What saying yes to an app means, and what it does not. */
export function ClientPowers(): JSX.Element {
  return (
    <div className={classes.root}>
      <Powers title="It can" powers={can} given />
      <Powers title="It can’t" powers={cannot} given={false} />
    </div>
  )
}

interface PowersProps {
  readonly title: string
  readonly powers: readonly string[]
  readonly given: boolean
}

function Powers({ title, powers, given }: PowersProps): JSX.Element {
  const id = useId()
  const Icon = given ? IconCheck : IconX
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      <ul className={classes.list}>
        {powers.map((power) => (
          <li key={power} className={classes.power}>
            <Icon className={classes.icon} data-given={given} size={18} stroke={2} aria-hidden />
            {power}
          </li>
        ))}
      </ul>
    </section>
  )
}

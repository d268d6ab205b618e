import { startCaptchaProvider } from './captcha-provider.ts'

/** A program: the provider of a CAPTCHA in a process of its own. It prints the variables of a server that asks for it. */

const provider = await startCaptchaProvider()
process.stdout.write(`${JSON.stringify(provider.envOf('turnstile'))}\n`)
process.on('SIGTERM', () => void provider.close())

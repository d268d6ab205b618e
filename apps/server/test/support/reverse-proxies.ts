import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../src/paths.ts'

/** The name in the examples, which the clients of these tests send and do not look up. */
export const exampleHost = 'id.example.com'

/** Where programs are on this machine. */
// oxlint-disable-next-line node/no-process-env -- the path is the machine's, not a setting
export const programPath = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`

/** A proxy whose example is tested: its program, and its configuration made from the example. */
export interface ReverseProxy {
  readonly program: string
  /** Returns the arguments of the program, once its configuration is in the folder. */
  readonly configure: (
    at: { folder: string; server: string; port: number; spare: number },
    change: (text: string) => string,
  ) => readonly string[]
}

/** nginx with `examples/deploy/nginx.conf`. */
export const nginx: ReverseProxy = {
  program: 'nginx',
  configure: ({ folder, server, port, spare }, change) => {
    const site = replaceAll(readExample('nginx.conf'), [
      [/^ +listen \[::\].*\n/gm, ''],
      [/listen 443 ssl/g, `listen 127.0.0.1:${port} ssl`],
      [/listen 80 /g, `listen 127.0.0.1:${spare} `],
      [/127\.0\.0\.1:3000/g, server],
      [/\/etc\/letsencrypt\/live\/id\.example\.com\/fullchain\.pem/g, join(folder, 'certificate.pem')],
      [/\/etc\/letsencrypt\/live\/id\.example\.com\/privkey\.pem/g, join(folder, 'key.pem')],
    ])
    writeFileSync(join(folder, 'site.conf'), change(site))
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    )
    const user = process.getuid?.() === 0 ? 'user root;' : ''
    writeFileSync(
      join(folder, 'nginx.conf'),
      `${user} daemon off; pid ${folder}/nginx.pid; worker_processes 1; events { worker_connections 1024; }
http { access_log off; ${temporary.join(' ')} include ${folder}/site.conf; }`,
    )
    return ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')]
  },
}

/** Caddy with `examples/deploy/Caddyfile`, and the certificate of the test instead of one that it gets itself. */
export const caddy: ReverseProxy = {
  program: 'caddy',
  configure: ({ folder, server, port }, change) => {
    const certificate = `tls ${join(folder, 'certificate.pem')} ${join(folder, 'key.pem')}`
    const site = replaceAll(readExample('Caddyfile'), [
      [/^\{\n/m, '{\n\tadmin off\n\tauto_https disable_redirects\n'],
      [/^id\.example\.com \{\n/m, `${exampleHost}:${port} {\n\tbind 127.0.0.1\n\t${certificate}\n`],
      [/127\.0\.0\.1:3000/g, server],
    ])
    mkdirSync(join(folder, 'caddy'))
    writeFileSync(join(folder, 'Caddyfile'), change(site))
    return ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')]
  },
}

function readExample(name: string): string {
  return readFileSync(join(root, 'examples', 'deploy', name), 'utf8')
}

/** Fails where the example no longer has what a test replaces. */
function replaceAll(text: string, replacements: readonly (readonly [RegExp, string])[]): string {
  return replacements.reduce((current, [pattern, replacement]) => {
    const next = current.replace(pattern, replacement)
    if (next === current) throw new Error(`the example has nothing like ${pattern.source}`)
    return next
  }, text)
}

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
    at: { folder: string; servers: readonly string[]; port: number; spare: number },
    change: (text: string) => string,
  ) => readonly string[]
}

/** nginx with `examples/deploy/nginx.conf`. */
export const nginx = nginxWith('nginx.conf')

/** nginx with `examples/deploy/nginx-two-servers.conf`. */
export const nginxTwoServers = nginxWith('nginx-two-servers.conf')

/** Caddy with `examples/deploy/Caddyfile`, and the certificate of the test instead of one that it gets itself. */
export const caddy: ReverseProxy = {
  program: 'caddy',
  configure: ({ folder, servers, port }, change) => {
    const certificate = `tls ${join(folder, 'certificate.pem')} ${join(folder, 'key.pem')}`
    const site = replaceAll(readExample('Caddyfile'), [
      [/^\{\n/m, '{\n\tadmin off\n\tauto_https disable_redirects\n'],
      [/^id\.example\.com \{\n/m, `${exampleHost}:${port} {\n\tbind 127.0.0.1\n\t${certificate}\n`],
      ...serverAddresses(servers),
    ])
    mkdirSync(join(folder, 'caddy'))
    writeFileSync(join(folder, 'Caddyfile'), change(site))
    return ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')]
  },
}

function nginxWith(example: string): ReverseProxy {
  const configure: ReverseProxy['configure'] = ({ folder, servers, port, spare }, change) => {
    const site = replaceAll(readExample(example), [
      [/^ +listen \[::\].*\n/gm, ''],
      [/listen 443 ssl/g, `listen 127.0.0.1:${port} ssl`],
      [/listen 80 /g, `listen 127.0.0.1:${spare} `],
      ...serverAddresses(servers),
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
  }
  return { program: 'nginx', configure }
}

/** The servers of the examples listen on 3000 and the ports after it. */
function serverAddresses(servers: readonly string[]): readonly (readonly [RegExp, string])[] {
  return servers.map((server, index) => [new RegExp(String.raw`127\.0\.0\.1:${3000 + index}`, 'g'), server] as const)
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

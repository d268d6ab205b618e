import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BalancerAddress } from './node-balancer.ts'
import type { ProgramDescription } from './start-program.ts'

/** Describes nginx as the balancer, with a configuration in a temporary folder, which `remove` deletes. */
export function nginxBalancer(
  nginx: string,
  address: BalancerAddress,
  folder: string,
): { readonly program: ProgramDescription; readonly remove: () => void } {
  const own = mkdtempSync(join(tmpdir(), 'latchkey-nginx-'))
  // As root its workers are another user, which goes through it.
  chmodSync(own, 0o755)
  const file = join(own, 'nginx.conf')
  writeFileSync(file, configuration(address, own))
  return {
    program: {
      name: 'balancer',
      command: [nginx, '-p', own, '-e', 'stderr', '-c', file],
      env: process.env,
      runs: /start worker process \d+/,
      logFile: join(folder, 'balancer.log'),
    },
    remove: () => rmSync(own, { recursive: true, force: true }),
  }
}

/** As `examples/deploy/nginx.conf` in what concerns the servers behind it; without TLS, for this machine alone. */
function configuration({ host, port, servers }: BalancerAddress, own: string): string {
  return `daemon off;
pid ${own}/nginx.pid;
error_log stderr notice;
worker_processes 1;
events { worker_connections 1024; }

http {
  access_log off;
${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${own}/${name};`).join('\n')}

  upstream latchkey {
${servers.map((server) => `    server 127.0.0.1:${server} max_fails=0;`).join('\n')}
    keepalive 32;
    keepalive_timeout 60s;
  }

  server {
    listen ${isIPv6(host) ? `[${host}]` : host}:${port};
    server_tokens off;
    client_max_body_size 128k;

    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_connect_timeout 1s;
    proxy_read_timeout 30s;
    proxy_next_upstream error timeout;
    proxy_next_upstream_timeout 5s;

    location / {
      proxy_pass http://latchkey;
    }

    location = /trpc/sessions.watch {
      proxy_pass http://latchkey;
      proxy_buffering off;
      proxy_read_timeout 60s;
    }
  }
}
`
}

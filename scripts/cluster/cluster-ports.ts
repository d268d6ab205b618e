import { createServer } from 'node:net'
import { portsAbove } from '../local-provider.ts'

/** The ports of everything in a cluster, by the one that people open. */
export interface ClusterPorts {
  readonly balancer: number
  readonly servers: readonly [number, number]
  readonly provider: number
  readonly postgres: number
  readonly redis: number
}

const highest = 65_535

/**
 * Returns the ports of a cluster.
 *
 * @throws Error when there are not enough ports above the first one
 */
export function clusterPorts(balancer: number): ClusterPorts {
  const provider = balancer + portsAbove
  const ports = {
    balancer,
    servers: [balancer + 1, balancer + 2],
    provider,
    postgres: provider + 1,
    redis: provider + 2,
  } as const
  if (Number.isInteger(balancer) && balancer > 0 && ports.redis <= highest) return ports
  throw new Error(`PORT must be a whole number from 1 to ${highest - (ports.redis - balancer)}.`)
}

/** Returns the ports of a list that another program listens on. */
export async function busyPorts(ports: readonly number[]): Promise<readonly number[]> {
  const free = await Promise.all(ports.map(isFree))
  return ports.filter((_, index) => free[index] === false)
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => resolve(true)))
  })
}

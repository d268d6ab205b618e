import { createBalancer } from './balancer.ts'

/** The program of the balancer: `run-balancer.ts <host> <port> <port of a server>…` */
const [host = '', port = '', ...servers] = process.argv.slice(2)

process.on('SIGTERM', () => process.exit(0))
createBalancer(servers.map(Number)).listen({ host, port: Number(port) }, () => console.log('listening'))

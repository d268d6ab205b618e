import { describeStores } from '../contracts/store-contracts.ts'
import { createMemoryStores } from './memory-stores.ts'

describeStores('memory', async () => createMemoryStores())

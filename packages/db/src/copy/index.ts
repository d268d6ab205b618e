export { copyDatabase, type CopyOptions, type CopyProgress, type DatabaseAddress } from './copy-database.ts'
export { CopyError } from './copy-error.ts'

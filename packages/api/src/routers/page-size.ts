/** Entries of a page whose size nobody asked for. */
export const pageSize = 20

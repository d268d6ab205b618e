/** Entries of a page when the input names no size. */
export const pageSize = 20

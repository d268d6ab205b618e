/**
 * Returns the query of an authorization request as the client wrote it, without the `?`. The server parses it; the router
 * would have read its values as JSON.
 */
export function requestQuery({ search }: { readonly search: string } = window.location): string {
  return search.startsWith('?') ? search.slice(1) : search
}

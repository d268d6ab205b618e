/**
 * Everything behind the `?` of the address that a program opened, as it stands: what it means is the server's business,
 * and the router would have read it as JSON.
 */
export function requestQuery({ search }: { readonly search: string } = window.location): string {
  return search.startsWith('?') ? search.slice(1) : search
}

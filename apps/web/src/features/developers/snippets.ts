export interface SnippetTarget {
  /** The origin of this server. */
  readonly url: string
  readonly clientId: string
}

/** Returns a program that signs in with the device flow, through the typed client. */
export function typedClientSnippet({ url, clientId }: SnippetTarget): string {
  return `import { createClient, memoryTokenStore, signInByDevice, signOut } from '@latchkey/client'

const url = '${url}'
const clientId = '${clientId}'
const tokenStore = memoryTokenStore()

await signInByDevice({
  url,
  clientId,
  tokenStore,
  onCode: ({ verificationUriComplete, userCode }) =>
    console.log(\`Open \${verificationUriComplete} and check \${userCode}\`),
})

const latchkey = createClient({ url, clientId, tokenStore })
console.log(await latchkey.sessions.list.query())

// Sign out, so that no session stays open without its program.
await signOut({ url, clientId, tokenStore })
`
}

/** The end of both shell snippets: calls the API with the access token, and signs out, so that no session stays open. */
const callAndSignOut = `  printf 'Authorization: Bearer %s' "$token" | curl -sS "$url/trpc/sessions.list" -H @-
  printf '\\nPress Enter to sign out. '; read -r _; printf 'token=%s' "$token" | curl -sS "$url/oauth/revoke" -d @- )
`

/** A function of the shell: reads a field of the JSON on its standard input. */
const fieldFunction = `field() { sed -n 's/.*"'"$1"'" *: *"\\([^"]*\\)".*/\\1/p'; }`

/**
 * Returns a snippet of eight lines for a shell with curl and sed, that runs as it is against this server. It is in
 * parentheses, so that a shell reads all of it before it runs any. Tokens are passed by standard input: arguments show in
 * the list of processes.
 */
export function curlCodeSnippet({ url, clientId }: SnippetTarget): string {
  return `( url='${url}'; client='${clientId}'; ${fieldFunction}
  asked=$(curl -sS "$url/oauth/device_authorization" -d "client_id=$client")
  printf 'Open %s, approve, then press Enter. ' "$(printf '%s' "$asked" | field verification_uri_complete)"; read -r _
  token=$(printf 'device_code=%s' "$(printf '%s' "$asked" | field device_code)" | curl -sS "$url/oauth/token" -d @- \\
    -d "client_id=$client" -d 'grant_type=urn:ietf:params:oauth:grant-type:device_code' | field access_token)
${callAndSignOut}`
}

/** Returns the same for servers without the device flow: it asks for the password, which is not shown. */
export function curlPasswordSnippet({ url, clientId }: SnippetTarget): string {
  return `( url='${url}'; ${fieldFunction}; quoted() { sed 's/[\\\\"]/\\\\&/g; s/.*/"&"/'; }
  printf 'Email: '; read -r email; printf 'Password: '; stty -echo 2>/dev/null
  IFS= read -r password; stty echo 2>/dev/null; email=$(printf '%s' "$email" | quoted)
  token=$(printf '{"email":%s,"password":%s,"clientId":"${clientId}"}' "$email" "$(printf '%s' "$password" | quoted)" |
    curl -sS "$url/trpc/tokens.issue" -H 'Content-Type: application/json' -d @- | field accessToken)
${callAndSignOut}`
}

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

/** The beginning of both shell snippets: in parentheses, so that a shell reads all of it before it runs any. */
function prologue({ url, clientId }: SnippetTarget): string {
  return `(
  set -eu
  url='${url}'
  client='${clientId}'
  field() { sed -n 's/.*"'"$1"'" *: *"\\([^"]*\\)".*/\\1/p'; }
`
}

/** The end of both shell snippets. */
const callAndSignOut = `  # 3. Call the API with the access token.
  printf 'Authorization: Bearer %s' "$access_token" | curl -sS "$url/trpc/sessions.list" -H @-

  # 4. Sign out, so that no session stays open.
  printf '\\nPress Enter to sign out. '
  read -r _
  printf 'token=%s' "$access_token" | curl -sS "$url/oauth/revoke" -d @-
)
`

/**
 * Returns the same for a shell with curl and sed. Tokens are passed by standard input: arguments show in the list of
 * processes.
 */
export function curlCodeSnippet({ url, clientId }: SnippetTarget): string {
  return `${prologue({ url, clientId })}
  # 1. Ask for a code, and show where to approve it.
  asked=$(curl -sS "$url/oauth/device_authorization" -d "client_id=$client")
  device_code=$(printf '%s' "$asked" | field device_code)
  [ -n "$device_code" ] || { printf '%s\\n' "$asked"; exit 1; }
  printf 'Open %s\\n' "$(printf '%s' "$asked" | field verification_uri_complete)"

  # 2. Once it is approved, take the tokens.
  access_token=''
  while [ -z "$access_token" ]; do
    printf 'Approve it there, then press Enter. '
    read -r _
    answer=$(printf 'device_code=%s' "$device_code" | curl -sS "$url/oauth/token" -d @- \\
      -d 'grant_type=urn:ietf:params:oauth:grant-type:device_code' -d "client_id=$client")
    access_token=$(printf '%s' "$answer" | field access_token)
    case $answer in
      *'"access_token"'* | *authorization_pending* | *slow_down*) ;;
      *) printf '%s\\n' "$answer"; exit 1 ;;
    esac
  done

${callAndSignOut}`
}

/** Returns a shell snippet that asks for the password, for servers without the device flow. */
export function curlPasswordSnippet({ url, clientId }: SnippetTarget): string {
  return `${prologue({ url, clientId })}  quoted() { sed 's/[\\\\"]/\\\\&/g; s/.*/"&"/'; }

  # 1. Ask who signs in. The password is not shown, and not among the arguments.
  printf 'Email: '
  read -r email
  printf 'Password: '
  stty -echo 2>/dev/null || true
  IFS= read -r password
  stty echo 2>/dev/null || true
  printf '\\n'

  # 2. Take the tokens.
  answer=$(printf '{"email":%s,"password":%s,"clientId":"%s"}' \\
    "$(printf '%s' "$email" | quoted)" "$(printf '%s' "$password" | quoted)" "$client" |
    curl -sS "$url/trpc/tokens.issue" -H 'Content-Type: application/json' -d @-)
  access_token=$(printf '%s' "$answer" | field accessToken)
  [ -n "$access_token" ] || { printf '%s\\n' "$answer"; exit 1; }

${callAndSignOut}`
}

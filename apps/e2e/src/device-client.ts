import { clientId, postForm } from './oauth-request.ts'

/** An OAuth client without a browser, which shows a user code. */
export interface DeviceClient {
  readonly userCode: string
  /** The verification URI with the user code in it. */
  readonly link: string
  /** Requests the tokens once. */
  readonly poll: () => Promise<Response>
}

/** @see [RFC 8628 §3.1](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.1) */
export async function startDeviceClient(serverUrl: string): Promise<DeviceClient> {
  const response = await postForm(`${serverUrl}/oauth/device_authorization`, { client_id: clientId })
  const grant = (await response.json()) as Readonly<Record<string, string>>
  const { device_code, user_code, verification_uri_complete } = grant
  if (device_code === undefined || user_code === undefined || verification_uri_complete === undefined) {
    throw new Error('the server gave no code')
  }
  return {
    userCode: user_code,
    link: verification_uri_complete,
    poll: () =>
      postForm(`${serverUrl}/oauth/token`, {
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code,
        client_id: clientId,
      }),
  }
}

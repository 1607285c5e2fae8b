// Puts the rules of navigation.ts on everything that shows pages.
import { type App, session, shell, type WebContents } from 'electron'
import {
  isAllowedOutside,
  isAllowedPermission,
  isAllowedRequest,
  isOwnAddress,
} from './navigation.ts'

export function guardContents(app: App, origin: () => string | undefined): void {
  const own = () => origin() ?? 'no host yet'
  app.on('web-contents-created', (_event, contents) => guard(contents, own))
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isAllowedPermission(permission, details.requestingUrl, own())),
  )
  defaultSession.setPermissionCheckHandler((_contents, permission, requesting) =>
    isAllowedPermission(permission, requesting, own()),
  )
  defaultSession.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !isAllowedRequest(details.url, own()) }),
  )
}

function guard(contents: WebContents, own: () => string): void {
  contents.on('will-navigate', event => {
    if (!isOwnAddress(event.url, own())) event.preventDefault()
  })
  contents.on('will-redirect', event => {
    if (!isOwnAddress(event.url, own())) event.preventDefault()
  })
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedOutside(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

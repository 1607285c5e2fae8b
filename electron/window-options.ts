// How a window is made (RELIABILITY T8), apart from Electron so that it is tested without it.
import type { BrowserWindowConstructorOptions } from 'electron'

export interface Place {
  readonly width: number
  readonly height: number
  readonly x?: number
  readonly y?: number
}

export const usualPlace: Place = { width: 1440, height: 900 }

export function windowOptions(preload: string, place: Place = usualPlace) {
  return {
    ...place,
    minWidth: 480,
    minHeight: 360,
    title: 'Layerloom',
    // Shown when the page has painted: no white flash.
    show: false,
    autoHideMenuBar: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      // A run's curve goes on being drawn behind other windows.
      backgroundThrottling: false,
    },
  } as const satisfies BrowserWindowConstructorOptions
}

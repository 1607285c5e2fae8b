// icon.svg → icon.png, the one size that electron-builder makes all others from: node build/icons/draw-icon.ts
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { findChromium, thisMachine } from '../../cli/open-window.ts'

const size = 1024
const executablePath = findChromium(thisMachine())
if (executablePath === undefined)
  throw new Error('A browser of the Chromium family draws the icon.')

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const svg = readFileSync(new URL('icon.svg', import.meta.url), 'utf8')
  await page.setContent(`<style>body{margin:0}svg{width:${size}px;display:block}</style>${svg}`)
  const path = fileURLToPath(new URL('icon.png', import.meta.url))
  await page.screenshot({ path, omitBackground: true })
} finally {
  await browser.close()
}

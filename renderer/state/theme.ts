import { keep } from '../ui/kept.ts'
import type { SessionStore } from './session-store.ts'

/** Writes the theme where the style sheets read it, and follows the system while that is wished. */
export function followTheme(session: SessionStore): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  function apply(): void {
    const { theme } = session.getState()
    const isDark = theme === 'dark' || (theme === 'system' && system.matches)
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  }
  apply()
  system.addEventListener('change', apply)
  session.subscribe((now, before) => {
    if (now.theme === before.theme) return
    keep('theme', now.theme)
    apply()
  })
}

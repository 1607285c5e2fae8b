const day = 24 * 60 * 60 * 1000

/** `14:02` today, `yesterday`, `17 Nov`, `17 Nov 2025`. */
export function whenText(time: number, now: number = Date.now()): string {
  const then = new Date(time)
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  if (time >= midnight) return clockText(time)
  if (time >= midnight - day) return 'yesterday'
  const month = then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
  return then.getFullYear() === new Date(now).getFullYear()
    ? month
    : `${month} ${then.getFullYear()}`
}

export function clockText(time: number): string {
  return new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

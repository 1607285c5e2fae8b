// The marks of the layer families on a grid of 16 units. They stand in a tinted tile and always
// beside a name or with a tooltip.
import './glyph.css'

export type Family =
  | 'io'
  | 'conv'
  | 'pool'
  | 'dense'
  | 'norm'
  | 'act'
  | 'merge'
  | 'shape'
  | 'reg'
  | 'seq'
  | 'block'

const marks: Readonly<Record<Family, React.ReactNode>> = {
  io: <path d="M2.5 8h7M7 5.2 9.8 8 7 10.8M13 3v10" />,
  conv: (
    <>
      <rect x="2.2" y="2.2" width="11.6" height="11.6" rx="1.6" />
      <rect x="4.6" y="4.6" width="4.6" height="4.6" rx=".6" fill="currentColor" stroke="none" />
    </>
  ),
  pool: <path d="M2.5 4.2h11M4.7 8h6.6M6.9 11.8h2.2" />,
  dense: (
    <>
      <path d="M4.4 4.2l7.2 7.6M4.4 11.8l7.2-7.6M4.8 3.6h6.4M4.8 12.4h6.4" />
      <circle cx="3.4" cy="3.6" r="1.4" />
      <circle cx="3.4" cy="12.4" r="1.4" />
      <circle cx="12.6" cy="3.6" r="1.4" />
      <circle cx="12.6" cy="12.4" r="1.4" />
    </>
  ),
  norm: <path d="M1.8 12.6C5 12.6 5.4 3.6 8 3.6s3 9 6.2 9" />,
  act: <path d="M2 12h5.6L14 4.2" />,
  shape: <path d="M5 2.8h6M5 5.4h6M8 7.8v2.6M6.4 9.2 8 10.8l1.6-1.6M2.2 13.4h11.6" />,
  merge: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 5.2v5.6M5.2 8h5.6" />
    </>
  ),
  reg: (
    <>
      <circle cx="4.6" cy="4.6" r="1.9" fill="currentColor" stroke="none" />
      <circle cx="11.4" cy="4.6" r="1.7" />
      <circle cx="4.6" cy="11.4" r="1.7" />
      <circle cx="11.4" cy="11.4" r="1.9" fill="currentColor" stroke="none" />
    </>
  ),
  seq: (
    <path d="M3 8a5 5 0 0 1 8.6-3.4L13 6M13 2.8V6H9.8M13 8a5 5 0 0 1-8.6 3.4L3 10M3 13.2V10h3.2" />
  ),
  block: (
    <>
      <rect x="2.2" y="2.2" width="8" height="8" rx="1.5" />
      <path d="M12.6 5.4a1.3 1.3 0 0 1 1.2 1.3v5.8a1.3 1.3 0 0 1-1.3 1.3H6.7a1.3 1.3 0 0 1-1.3-1.2" />
    </>
  ),
}

interface GlyphProps {
  readonly family: Family
  readonly small?: boolean
}

export function Glyph({ family, small = false }: GlyphProps) {
  const size = small ? 13 : 16
  return (
    <span className={`tile family-${family}${small ? ' small' : ''}`} aria-hidden="true">
      <svg
        width={size}
        height={size}
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        role="presentation"
      >
        {marks[family]}
      </svg>
    </span>
  )
}

export function Logo() {
  return (
    <svg
      className="logo"
      width="20"
      height="20"
      viewBox="0 0 16 16"
      fill="none"
      strokeWidth="2.2"
      strokeLinecap="round"
      role="img"
      aria-label="Layerloom"
    >
      <path
        stroke="currentColor"
        d="M3.2 1v8.2M3.2 13.8V15M8 1v2.2M8 6v9M12.8 1v8.2M12.8 13.8V15"
      />
      <path stroke="var(--accent)" d="M1 4.6h4.8M10.2 4.6H15M1 11.5h14" />
    </svg>
  )
}

import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { useKeys } from '../keys/keyboard.tsx'
import { KeyMap } from '../keys/key-map-dialog.tsx'
import { Palette } from '../keys/palette.tsx'
import { NoRight } from '../parts/states.tsx'
import { texts } from '../texts/texts.ts'
import { PAGES } from './pages.ts'
import { PersonMenu } from './person-menu.tsx'
import { useMay, useMe } from './session.tsx'

const { shell } = texts

/** The bar with the pages that a person may see, and the page. */
export function Shell() {
  const may = useMay()
  const navigate = useNavigate()
  const { roles } = useMe()
  const path = useLocation({ select: ({ pathname }) => pathname })
  const isAllowed = PAGES.every((page) => !path.startsWith(page.path) || may(page.needs))
  const [showsKeys, setShowsKeys] = useState(false)
  const [showsPalette, setShowsPalette] = useState(false)
  const openPalette = useCallback(() => setShowsPalette(true), [])
  const pages = PAGES.filter(({ needs }) => may(needs))
  useKeys({
    'help.keys': () => setShowsKeys(true),
    'help.palette': openPalette,
    ...Object.fromEntries(pages.map(({ key, path }) => [key, () => void navigate({ to: path })])),
  })
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {shell.skip}
      </a>
      <header className="bar">
        <Link to="/" className="brand">
          <img src="/icon.svg" alt="" width="20" height="20" /> {shell.product}
        </Link>
        <nav aria-label={shell.nav.label}>
          {pages.map(({ path, label }) => (
            <Link key={path} to={path}>
              {label}
            </Link>
          ))}
        </nav>
        <PersonMenu showKeys={() => setShowsKeys(true)} />
      </header>
      <Offline />
      <div id="content" className="content" tabIndex={-1}>
        {isAllowed ? <Outlet /> : <NoRight roles={roles} />}
      </div>
      <Palette opened={showsPalette} open={openPalette} close={() => setShowsPalette(false)} />
      <KeyMap opened={showsKeys} close={() => setShowsKeys(false)} />
    </div>
  )
}

function Offline() {
  const [isOnline, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine)
    addEventListener('online', look)
    addEventListener('offline', look)
    return () => {
      removeEventListener('online', look)
      removeEventListener('offline', look)
    }
  }, [])
  return isOnline ? null : <OfflineBar />
}

export const OfflineBar = () => (
  <p className="strip problem" role="alert">
    {shell.offline}
  </p>
)

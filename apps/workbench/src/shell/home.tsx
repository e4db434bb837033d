import { Navigate } from '@tanstack/react-router'
import { NoRight } from '../parts/states.tsx'
import { PAGES } from './pages.ts'
import { useMay, useMe } from './session.tsx'

/** The first page that a person may see. */
export function Home() {
  const may = useMay()
  const { roles } = useMe()
  const first = PAGES.find(({ needs }) => may(needs))
  return first === undefined ? <NoRight roles={roles} /> : <Navigate to={first.path} replace />
}

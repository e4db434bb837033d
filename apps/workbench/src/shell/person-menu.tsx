import { Button, Menu, useMantineColorScheme } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { api, told } from '../api/client.ts'
import { useTell } from '../parts/notices.tsx'
import { texts } from '../texts/texts.ts'
import { useMe, usePickTenant } from './session.tsx'

const { person: words } = texts.shell

const SCHEMES = ['light', 'dark', 'auto'] as const

/** Who is signed in, for whom, and what they can change of that. */
export function PersonMenu({ showKeys }: { showKeys: () => void }) {
  const me = useMe()
  const pick = usePickTenant()
  const navigate = useNavigate()
  const tell = useTell()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const change = (tenant: string): void => {
    pick(tenant)
      .then(() => navigate({ to: '/' }))
      .catch((error: Error) => tell(error.message, { isProblem: true }))
  }
  const signOut = (): void => {
    told(api.POST('/auth/sign-out'))
      .then(({ goesTo }) => location.assign(goesTo ?? '/'))
      .catch((error: Error) => tell(error.message, { isProblem: true }))
  }
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" className="person" aria-label={words.menu(me.name)}>
          {me.name} <span className="muted">{me.tenant}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {words.tenant(me.tenant)}
          <br />
          {words.roles(me.roles)}
          <br />
          {words.facilities(me.facilities)}
        </Menu.Label>
        {me.tenants.length > 1 && <Menu.Label>{words.changeTenant}</Menu.Label>}
        {me.tenants
          .filter((tenant) => tenant !== me.tenant)
          .map((tenant) => (
            <Menu.Item key={tenant} onClick={() => change(tenant)}>
              {tenant}
            </Menu.Item>
          ))}
        <Menu.Divider />
        {SCHEMES.map((scheme) => (
          <Menu.Item key={scheme} disabled={scheme === colorScheme} onClick={() => setColorScheme(scheme)}>
            {words.scheme[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={showKeys}>{words.keys}</Menu.Item>
        <Menu.Item onClick={signOut}>{words.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

export const shell = {
  product: 'Workbench',
  skip: 'Skip to the content',
  nav: {
    label: 'Pages',
    work: 'Worklist',
    queries: 'Queries',
    rules: 'Rules',
    analytics: 'Analytics',
    samples: 'Blind readings',
    retention: 'Retention',
    runs: 'Runs',
    quarantine: 'Quarantine',
    accessLog: 'Access log',
    settings: 'Settings',
  },
  person: {
    menu: (name: string) => `${name}: account`,
    roles: (roles: readonly string[]) => `Roles: ${roles.join(', ')}`,
    facilities: (facilities: readonly string[] | null) =>
      facilities === null ? 'All facilities' : `Facilities: ${facilities.join(', ')}`,
    tenant: (tenant: string) => `Tenant ${tenant}`,
    changeTenant: 'Change tenant',
    keys: 'Keyboard map',
    scheme: { light: 'Light colors', dark: 'Dark colors', auto: 'Colors of the system' },
    signOut: 'Sign out',
  },
  tenants: {
    title: 'Which tenant do you work for now?',
    hint: 'You see the claims of one tenant at a time. You can change it later from your name at the top right.',
  },
  session: {
    ended: 'Your session has ended',
    endedHint: 'Sign in again to go on. You come back to this page; what you have typed and not sent is lost.',
    signIn: 'Sign in again',
  },
  offline: 'No connection to the api. What you see may be old; nothing is sent until it is back.',
  notFound: { title: 'There is no such page', hint: 'The address may be old or cut off.', home: 'To the worklist' },
}

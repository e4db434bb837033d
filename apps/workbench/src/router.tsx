import { Outlet, createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Message } from './parts/states.tsx'
import { Session } from './shell/session.tsx'
import { Shell } from './shell/shell.tsx'
import { texts } from './texts/texts.ts'
import { readAccessSearch } from './pages/access-log/search.ts'
import { readAnalyticsSearch } from './pages/analytics/search.ts'
import { readClaimSearch } from './pages/claim/search.ts'
import { readWorkSearch } from './pages/worklist/search.ts'

const { notFound } = texts.shell

/** A page whose address may have one value more. */
const optional =
  <N extends string>(name: N) =>
  (search: Record<string, unknown>): { [name in N]?: string } =>
    (typeof search[name] === 'string' ? { [name]: search[name] } : {}) as { [name in N]?: string }

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <main>
      <Message title={notFound.title} act={<a href="/work">{notFound.home}</a>}>
        {notFound.hint}
      </Message>
    </main>
  ),
})

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: () => (
    <Session>
      <Shell />
    </Session>
  ),
})

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('./shell/home.tsx'), 'Home'),
})
const work = createRoute({
  getParentRoute: () => inside,
  path: '/work',
  validateSearch: readWorkSearch,
  component: lazyRouteComponent(() => import('./pages/worklist/worklist.tsx'), 'Worklist'),
})
const claim = createRoute({
  getParentRoute: () => inside,
  path: '/claims/$tenant/$claimId',
  validateSearch: readClaimSearch,
  component: lazyRouteComponent(() => import('./pages/claim/claim.tsx'), 'Claim'),
})
const queries = createRoute({
  getParentRoute: () => inside,
  path: '/queries',
  validateSearch: optional('state'),
  component: lazyRouteComponent(() => import('./pages/queries/queries.tsx'), 'Queries'),
})
const query = createRoute({
  getParentRoute: () => inside,
  path: '/queries/$id',
  component: lazyRouteComponent(() => import('./pages/queries/query.tsx'), 'Query'),
})
const rules = createRoute({
  getParentRoute: () => inside,
  path: '/rules',
  component: lazyRouteComponent(() => import('./pages/rules/rules.tsx'), 'Rules'),
})
const rule = createRoute({
  getParentRoute: () => inside,
  path: '/rules/$id',
  component: lazyRouteComponent(() => import('./pages/rules/rule.tsx'), 'RulePage'),
})
const code = createRoute({
  getParentRoute: () => inside,
  path: '/codes/$code',
  validateSearch: optional('date'),
  component: lazyRouteComponent(() => import('./pages/codes/code.tsx'), 'Code'),
})
const runs = createRoute({
  getParentRoute: () => inside,
  path: '/runs',
  component: lazyRouteComponent(() => import('./pages/runs/runs.tsx'), 'Runs'),
})
const pipeline = createRoute({
  getParentRoute: () => inside,
  path: '/pipeline',
  component: lazyRouteComponent(() => import('./pages/pipeline/pipeline.tsx'), 'Pipeline'),
})
const diff = createRoute({
  getParentRoute: () => inside,
  path: '/runs/$a/diff/$b',
  component: lazyRouteComponent(() => import('./pages/runs/diff.tsx'), 'Diff'),
})
const quarantine = createRoute({
  getParentRoute: () => inside,
  path: '/quarantine',
  validateSearch: optional('state'),
  component: lazyRouteComponent(() => import('./pages/quarantine/quarantine.tsx'), 'Quarantine'),
})
const quarantined = createRoute({
  getParentRoute: () => inside,
  path: '/quarantine/$id',
  component: lazyRouteComponent(() => import('./pages/quarantine/quarantined.tsx'), 'Quarantined'),
})
const accessLog = createRoute({
  getParentRoute: () => inside,
  path: '/access-log',
  validateSearch: readAccessSearch,
  component: lazyRouteComponent(() => import('./pages/access-log/access-log.tsx'), 'AccessLog'),
})
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings.tsx'), 'Settings'),
})
const analytics = createRoute({
  getParentRoute: () => inside,
  path: '/analytics',
  validateSearch: readAnalyticsSearch,
  component: lazyRouteComponent(() => import('./pages/analytics/analytics.tsx'), 'Analytics'),
})
const samples = createRoute({
  getParentRoute: () => inside,
  path: '/samples',
  component: lazyRouteComponent(() => import('./pages/samples/samples.tsx'), 'Samples'),
})
const retention = createRoute({
  getParentRoute: () => inside,
  path: '/retention',
  component: lazyRouteComponent(() => import('./pages/retention/retention.tsx'), 'Retention'),
})
const devStates = createRoute({
  getParentRoute: () => inside,
  path: '/dev/states',
  component: lazyRouteComponent(() => import('./pages/dev/dev-states.tsx'), 'DevStates'),
})

/** An address is what a person can read and send on: plain names and values. */
export const router = createRouter({
  routeTree: root.addChildren([
    inside.addChildren([
      home,
      work,
      claim,
      queries,
      query,
      rules,
      rule,
      code,
      runs,
      diff,
      samples,
      retention,
      analytics,
      pipeline,
      quarantine,
      quarantined,
      accessLog,
      settings,
      devStates,
    ]),
  ]),
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const pairs = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
    const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()
    return text === '' ? '' : `?${text}`
  },
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

import type { Me } from '../api/types.ts'

export const states = {
  loading: 'Loading',
  retry: 'Try again',
  failed: {
    title: 'This could not be loaded',
    offline: 'The api was not reached. Check your connection.',
    busy: 'The api is busy. Try again in a moment.',
    tooMany: 'Too many requests. Wait a minute, then try again.',
    request: (id: string) => `Request ${id}`,
  },
  notFound: {
    title: 'Not found',
    hint: 'It does not exist, or it belongs to another tenant or facility.',
  },
  noRight: {
    title: 'This is not for your role',
    hint: (roles: Me['roles']) =>
      `Your role (${roles.join(', ')}) may not see this page. An administrator can change roles.`,
  },
  dev: {
    title: 'States',
    hint: 'Each state that a page can be in, for tests and for people who change the page.',
    names: {
      empty: 'Empty',
      loading: 'Loading',
      error: 'Error',
      offline: 'Offline',
      noRight: 'No right',
      notFound: 'Not found',
      session: 'Session ended',
    },
  },
}

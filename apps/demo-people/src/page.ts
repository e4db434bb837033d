import { PEOPLE } from './people.js'

/** A page of the demo; nothing that it loads is from elsewhere. */
const pageOf = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · claims-audit demo</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 3rem auto; padding: 0 1rem; }
  button { display: block; width: 100%; margin: 0.5rem 0; padding: 0.75rem; font: inherit; text-align: left; }
  p { border-left: 0.25rem solid #b45309; padding-left: 0.75rem; }
</style>
<main>
  <h1>${title}</h1>
${content}
</main>
`

/** A button for each person. Nothing on it comes from a request. */
export const PAGE = pageOf(
  'Who are you today?',
  `  <p><strong>Demo.</strong> These people are made up, and so are all patients. There are no passwords. This page is on your machine alone, and is gone once <code>OIDC_ISSUER</code> names your own identity provider.</p>
  <form method="post">
${PEOPLE.map(({ id, name }) => `    <button name="person" value="${id}">${name}</button>`).join('\n')}
  </form>`,
)

/** Asks whether to sign out of the demo too; `form` is the provider's. */
export const signOutPage = (form: string): string =>
  pageOf(
    'Sign out of the demo?',
    `  ${form}
  <button autofocus type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
  <button type="submit" form="op.logoutForm">Stay signed in</button>`,
  )

export const SIGNED_OUT = pageOf(
  'You are signed out',
  '  <p>Close this page, or open the workbench to sign in again.</p>',
)

import { PEOPLE } from './people.js'

/** "Who are you today?": a button for each person. Nothing on it comes from a request. */
export const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Who are you today? · claims-audit demo</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 3rem auto; padding: 0 1rem; }
  button { display: block; width: 100%; margin: 0.5rem 0; padding: 0.75rem; font: inherit; text-align: left; }
  p { border-left: 0.25rem solid #b45309; padding-left: 0.75rem; }
</style>
<main>
  <h1>Who are you today?</h1>
  <p><strong>Demo.</strong> These people are made up, and so are all patients. There are no passwords. This page is on your machine alone, and is gone once <code>OIDC_ISSUER</code> names your own identity provider.</p>
  <form method="post">
${PEOPLE.map(({ id, name }) => `    <button name="person" value="${id}">${name}</button>`).join('\n')}
  </form>
</main>
`

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import type { RequestHandler, Response } from 'express'

/** Where the build of apps/workbench puts the page. */
const BUILT = fileURLToPath(new URL('../../../workbench/dist', import.meta.url))

/** What is answered by the api itself, also to a browser. */
const NO_PAGE = /^\/(v1|auth|docs|health|metrics|assets|openapi\.(json|yaml))(\/|$)/

/** The page loads only what this server has, and no other page shows it in a frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const YEAR_MS = 365 * 24 * 3_600_000

/**
 * The workbench, if it was built. Files that a build names by their content are kept by browsers; a missing one is a
 * 404 and never the page, which a browser would take for a script. Any other address of a navigation is the page, whose
 * router knows it.
 */
export function serveWorkbench(folder = BUILT): RequestHandler {
  const router = express.Router()
  router.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: YEAR_MS, index: false }))
  router.get('/icon.svg', (_request, answer) => answer.sendFile('icon.svg', { root: folder, dotfiles: 'allow' }))
  router.use((request, answer, next) => {
    const isNavigation = request.method === 'GET' && request.headers.accept?.includes('text/html') === true
    if (!isNavigation || NO_PAGE.test(request.path) || !existsSync(join(folder, 'index.html'))) return next()
    sendPage(answer, folder)
  })
  router.get('/', (_request, answer) => answer.redirect('/docs'))
  return router
}

function sendPage(answer: Response, folder: string): void {
  answer.set({ 'content-security-policy': POLICY, 'cache-control': 'no-cache' })
  answer.sendFile('index.html', { root: folder, cacheControl: false, dotfiles: 'allow' })
}

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  build: {
    // Put in place by tools/build-page.mjs, so that the api never serves half a build.
    outDir: 'dist.next',
    emptyOutDir: true,
    manifest: true,
    // light-dark() as it is: its lowering does not understand Mantine's color-scheme, and colors vanish.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A page under a strict content security policy loads no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // tools/build-page.mjs measures what a page loads first.
    chunkSizeWarningLimit: 1_000,
  },
})

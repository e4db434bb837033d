import { MantineProvider, createTheme } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { statusOf } from './api/problem.ts'
import { KeyboardProvider } from './keys/keyboard.tsx'
import { Notices } from './parts/notices.tsx'
import { router } from './router.tsx'
import { texts } from './texts/texts.ts'
import './look/look.ts'

/** What will not change by asking again is not asked again. */
const isPassing = (error: unknown): boolean => [0, 502, 503, 504].includes(statusOf(error) ?? -1)

const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: (tries, error) => tries < 2 && isPassing(error), staleTime: 15_000, refetchOnWindowFocus: false },
  },
})

const CLOSE = { 'aria-label': texts.work.close }

const theme = createTheme({
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    // Locking the scroll would write a style into the page, which its content security policy refuses.
    Modal: { defaultProps: { lockScroll: false, transitionProps: { duration: 0 }, closeButtonProps: CLOSE } },
    Menu: { defaultProps: { transitionProps: { duration: 0 } } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
  },
})

// A new build has other names for its parts: a page of the old one reads the new page, once.
addEventListener('vite:preloadError', () => location.reload())

// All of its styles are files: under the content security policy no style is written into the page.
createRoot(document.getElementById('page') as HTMLElement).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
    <QueryClientProvider client={queries}>
      <KeyboardProvider>
        <Notices>
          <RouterProvider router={router} />
        </Notices>
      </KeyboardProvider>
    </QueryClientProvider>
  </MantineProvider>,
)

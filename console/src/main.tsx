import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isProblem } from './api/problem.ts'
import { Application } from './app/application.tsx'
import { startHotkeys } from './app/hotkeys.ts'
import { startI18n } from './app/i18n.ts'
import { SessionProvider } from './app/session.tsx'
import { startTheme, ThemeProvider } from './app/theme.tsx'
import { IconSprite } from './components/icon-sprite.tsx'
import './styles/index.css'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && isProblem(error) && error.isRetryable,
      // The page says that it is offline; a paused query would only show a skeleton for ever.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

startTheme()
startHotkeys()
await startI18n()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <ThemeProvider>
          <IconSprite />
          <SessionProvider>
            <Application />
          </SessionProvider>
        </ThemeProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
}

import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** The real console with made-up pages and replies, to look at every part; never part of the production build. */
export default defineConfig({
  root: path('.'),
  base: '/console/',
  plugins: [react()],
  resolve: { alias: [{ find: /^\.\/pages\.ts$/, replacement: path('./src/dev/gallery/pages.ts') }] },
  build: { outDir: path('../tmp/gallery'), emptyOutDir: true, rollupOptions: { input: path('./gallery.html') } },
})

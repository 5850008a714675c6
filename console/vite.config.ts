import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // antd in one piece is large but cached for long; the pages themselves are split by route.
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': { target: process.env['API_ORIGIN'] ?? 'http://localhost:8080', changeOrigin: false } } },
})

// The page: renderer/ → dist/renderer. It must run from any folder and without a network.
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const host = `http://127.0.0.1:${process.env.LAYERLOOM_HOST_PORT ?? '4173'}`
// The host's gate compares Host and Origin with its own address; in development Vite stands before it.
const socket = { target: host, ws: true, changeOrigin: true, rewriteWsOrigin: true }

export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  server: { host: '127.0.0.1', proxy: { '/host': socket, '/engine': socket } },
  build: {
    outDir: fileURLToPath(new URL('dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Monaco's worker for TypeScript is 7 MB by itself.
    chunkSizeWarningLimit: 8_000,
    rolldownOptions: {
      output: {
        // What changes seldom keeps its name, and so its place in the browser's cache, between builds.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'canvas', test: /node_modules\/(@xyflow|d3-[a-z]+)\// },
            {
              name: 'controls',
              test: /node_modules\/(react-aria|@react-aria|react-stately|@react-stately)/,
            },
          ],
        },
      },
    },
  },
})

import { writeSnippet } from './build-snippet.ts';

for (const { path, brotliBytes } of await writeSnippet()) {
  console.log(`${path}: ${brotliBytes} bytes brotli`);
}

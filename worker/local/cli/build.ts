import { writeSnippet } from './build-snippet.ts';

const { path, brotliBytes } = await writeSnippet();
console.log(`${path}: ${brotliBytes} bytes brotli`);

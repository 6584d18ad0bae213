import { fileURLToPath } from 'node:url';
import { buildPackage } from './build-package.ts';

const FOLDER = 'dist/package';

await buildPackage(fileURLToPath(new URL(`../../../${FOLDER}`, import.meta.url)));
console.log(`${FOLDER}: npm publish ${FOLDER}`);

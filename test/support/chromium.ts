import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import shippedPackage from '../../node_modules/@sparticuz/chromium/package.json' with {
  type: 'json',
};

const USUAL_PLACES = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Beside the sandbox, only what keeps a test browser from calling home. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/ringtrace/', import.meta.url));

const UNPACK = "await (await import('@sparticuz/chromium')).default.executablePath()";

/** Launches the installed Chrome or Chromium (`CHROMIUM_PATH` names another), else the one npm ships. */
export async function launchChromium(): Promise<Browser> {
  const installed = process.env.CHROMIUM_PATH || USUAL_PLACES.find((place) => existsSync(place));
  if (installed) return chromium.launch({ executablePath: installed, headless: true, args: ARGS });

  const folder = await unpackShipped();
  return chromium.launch({
    executablePath: `${folder}/chromium`,
    headless: true,
    args: ARGS,
    env: { ...process.env, FONTCONFIG_PATH: `${folder}/fonts` } as Record<string, string>,
  });
}

/**
 * Unpacks into a folder of its own that is renamed when complete: test files run at the same time, and
 * the package's own unpacking lets a second caller start a half-written binary. It unpacks to the
 * temporary folder, so another process with another one does it.
 */
async function unpackShipped(): Promise<string> {
  const folder = `${CACHE}chromium-${shippedPackage.version}`;
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(`${CACHE}unpacking-`);
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', UNPACK], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { ...process.env, TMPDIR: unfinished },
  });
  await writeFile(
    `${unfinished}/fonts/fonts.conf`,
    `<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`,
  );
  await rename(unfinished, folder).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else another test file was faster
  });
  return folder;
}

import '../../../../snippet/package/element.ts';
import { createElement, StrictMode, useState } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { createSSRApp } from 'vue';
import { loadRingtrace, ringtrace } from '../../../../snippet/package/index.ts';
import type { Asked, PageUnderTest } from './page-under-test.ts';
import { ReactPhone } from './react-phone.ts';
import { VuePhone } from './vue-phone.ts';

/** The tag's side of the page API: takes over what was queued, and answers when the test says so. */
function takeOver(): Asked[] {
  const asked: Asked[] = [];
  const queued = window.ringtrace?.q ?? [];
  window.ringtrace = ((...command: unknown[]) => {
    asked.push(command as unknown as Asked);
  }) as NonNullable<Window['ringtrace']>;
  for (const command of queued) asked.push(Array.from(command) as unknown as Asked);
  return asked;
}

const page: PageUnderTest = {
  errors: [],
  loadRingtrace,
  ringtrace,
  takeOver,
  hydrate: () => {
    hydrateRoot(
      document.querySelector('#react') as Element,
      createElement(StrictMode, null, createElement(ReactPhone)),
      { onRecoverableError: (error) => page.errors.push(String(error)) },
    );
    createSSRApp(VuePhone).mount('#vue');
  },
  comeAndGo: (times) => {
    function Turns() {
      const [shown, setShown] = useState(times);
      return createElement(
        'div',
        { onClick: () => setShown(shown - 1) },
        shown > 0 && createElement(ReactPhone, { key: shown }),
      );
    }
    createRoot(document.querySelector('#more') as Element).render(createElement(Turns));
  },
};
(window as unknown as { page: PageUnderTest }).page = page;

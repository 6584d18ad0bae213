import { defineComponent, ref } from 'vue';
import { INTERNATIONAL, LINK, NATIONAL } from '../numbers.ts';

/** The same shop, from a template that Vue's own compiler turns into code. */
export const Shop = defineComponent({
  setup: () => ({ clicks: ref(0), INTERNATIONAL, LINK, NATIONAL }),
  template: `
    <section>
      <p id="plain">Call ${NATIONAL} now</p>
      <p id="split">Call {{ ' ' }}{{ NATIONAL }}{{ ' ' }} <b>today</b>, {{ clicks }} did</p>
      <a id="link" :href="LINK">{{ NATIONAL }}</a>
      <p id="state">{{ clicks % 2 ? 'Abroad: ' + INTERNATIONAL : 'At home: ' + NATIONAL }}</p>
      <button id="change" type="button" @click="clicks++">Clicked {{ clicks }} times</button>
      <ul id="list"><li v-for="index of clicks" :key="index">{{ NATIONAL }}</li></ul>
      <template v-if="true"><p id="boundary">Or on <i>{{ NATIONAL }}</i>.</p></template>
    </section>`,
});

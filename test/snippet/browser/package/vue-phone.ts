import { defineComponent, h } from 'vue';
import { TrackingNumber, useTrackingNumber } from '../../../../snippet/package/vue.ts';

const TARGET = '+33199001234';

export const VuePhone = defineComponent({
  setup() {
    const number = useTrackingNumber(TARGET);
    return () =>
      h('p', { class: 'vue' }, [
        h(TrackingNumber, { target: TARGET, link: true }, () => '01 99 00 12 34'),
        ' ',
        h(TrackingNumber, { target: TARGET, format: 'e164' }),
        ` ${number.value?.international ?? 'unknown'}`,
      ]);
  },
});

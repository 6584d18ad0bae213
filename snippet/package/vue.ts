import {
  defineComponent,
  h,
  type MaybeRefOrGetter,
  onMounted,
  onScopeDispose,
  type PropType,
  type ShallowRef,
  shallowRef,
  toValue,
  watch,
} from 'vue';
import type { NumberForms } from '../contract/wire.ts';
import { formatNumber, type NumberFormat } from './number-format.ts';
import { currentNumber, watchNumber } from './number-store.ts';

/**
 * The number to show for a target. Undefined until it is known: on the server, until the component is
 * mounted (so that hydration finds what the server wrote), and until the tag has its answer.
 */
export function useTrackingNumber(
  target: MaybeRefOrGetter<string>,
): Readonly<ShallowRef<NumberForms | undefined>> {
  const number = shallowRef<NumberForms>();
  let stop: (() => void) | undefined;
  const follow = (followed: string): void => {
    const read = () => {
      number.value = currentNumber(followed);
    };
    stop?.();
    stop = watchNumber(followed, read);
    read();
  };
  onMounted(() => {
    follow(toValue(target));
    watch(() => toValue(target), follow);
  });
  onScopeDispose(() => stop?.());
  return number;
}

/**
 * The visitor's number: `<TrackingNumber target="+33199001234" link>01 99 00 12 34</TrackingNumber>`.
 * The slot is shown until the number is known. The tag leaves it alone: Vue is the only one who writes here.
 */
export const TrackingNumber = defineComponent({
  name: 'TrackingNumber',
  props: {
    /** The business's own number in E.164. */
    target: { type: String, required: true },
    /** National, unless you say otherwise. */
    format: { type: String as PropType<NumberFormat>, default: 'national' },
    /** Renders a `tel:` link, not a plain text. */
    link: { type: Boolean, default: false },
  },
  setup(props, { slots }) {
    const number = useTrackingNumber(() => props.target);
    return () =>
      h(
        props.link ? 'a' : 'span',
        {
          'data-ringtrace-ignore': '',
          href: props.link ? `tel:${number.value?.e164 ?? props.target}` : undefined,
        },
        number.value
          ? formatNumber(number.value, props.format)
          : (slots.default?.() ?? props.target),
      );
  },
});

import type { PresentedCall } from '../http/present.ts';

/** What was recorded of a call, to be listened to. Nothing is fetched from the provider before somebody does. */
export function CallRecordings({ recordings }: Pick<PresentedCall, 'recordings'>) {
  return recordings.map(({ of, seconds, path }) => (
    <details class="who">
      <summary>
        {of === 'voicemail' ? 'message' : 'recording'}
        {seconds === null ? '' : `, ${Math.round(seconds)} s`}
      </summary>
      {/* Under the pages' own address, for which a browser knows the key. */}
      {/* biome-ignore lint/a11y/useMediaCaption: Nobody has written down what was said. */}
      <audio controls preload="none" src={path.replace('/api/v1/', '/app/')} />
    </details>
  ));
}

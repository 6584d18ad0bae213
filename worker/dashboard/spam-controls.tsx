import type { PresentedCall } from '../http/present.ts';

type Props = {
  readonly call: PresentedCall;
  /** The page's own query, which its forms come back to. */
  readonly query: string;
};

/** Whether a call is taken for spam, why, and what the owner can say of it. Closed until it is asked for. */
export function SpamControls({ call, query }: Props) {
  const { reasons, marked, blocked } = call.spam;
  return (
    <details class="spam">
      <summary class={call.spam.suspected ? 'suspected' : 'soft'}>{labelOf(call.spam)}</summary>
      {reasons.length > 0 && <small>{reasons.join(' ')}</small>}
      <form method="post" action={`/app/calls/${call.id}/spam${query}`}>
        {marked !== true && <Word name="spam" value="true" text="Mark as spam" />}
        {marked !== false && <Word name="spam" value="false" text="Mark as no spam" />}
        {marked !== null && <Word name="spam" value="" text="Take the mark back" />}
        {blocked && <Word name="block" value="false" text="Let the caller through again" />}
        {!blocked && call.caller !== null && (
          <Word name="block" value="true" text="Block the caller" />
        )}
      </form>
    </details>
  );
}

type Button = { readonly name: 'spam' | 'block'; readonly value: string; readonly text: string };

function Word({ name, value, text }: Button) {
  return (
    <button type="submit" name={name} value={value}>
      {text}
    </button>
  );
}

function labelOf({ suspected, marked, blocked }: PresentedCall['spam']): string {
  const spam = marked === true ? 'spam' : suspected ? 'suspected spam' : '';
  const said = spam || (marked === false ? 'no spam' : '');
  return [said, blocked ? 'blocked' : ''].filter(Boolean).join(' · ') || 'spam?';
}

import type { SnippetSettings } from '../contract/wire.ts';
import { guard } from '../features/guard.ts';
import type { SessionEvent } from './events.ts';

/** Never told, whatever the owner lists: passwords and payment data, by what a field is or holds. */
const SECRET = '[type=password],[autocomplete*=cc-],[autocomplete*=password]';
const CARD_NUMBER = /(?:\d[ -]?){14}/;

/**
 * Reports submissions of forms that ask for it by `data-ringtrace-form`, whose value lists the fields to
 * record, and of every form where the site's settings list some.
 */
export function reportForms(
  { forms }: SnippetSettings,
  tell: (event: SessionEvent) => void,
): (root: Node) => void {
  const report = guard(({ target }: Event) => {
    const form = target as HTMLFormElement;
    const listed = form.getAttribute('data-ringtrace-form')?.split(/[\s,]+/) ?? forms;
    if (!listed) return;
    const fields: Record<string, string> = {};
    for (const field of form.elements as Iterable<Element> as Iterable<HTMLInputElement>) {
      const { name, value } = field;
      if (listed.includes(name) && !field.matches(SECRET) && !CARD_NUMBER.test(value)) {
        fields[name] = value;
      }
    }
    tell({ type: 'form', name: form.getAttribute('name') ?? form.id, fields });
  });
  // A submission does not leave a shadow root, so each root is listened to.
  return (root) => root.addEventListener('submit', report, true);
}

/** Elements inside which a text goes on in the same line. */
const INLINE =
  'a,abbr,b,bdi,bdo,big,code,del,em,font,i,ins,label,mark,nobr,s,small,span,strong,sub,sup,u';
/** A number is split into fewer texts than this on either side of one. */
const REACH = 16;

/**
 * The neighbouring texts that may write one number together with this one, as in `<b>01</b> 99 00 …`:
 * digits meet across their borders, and a reader sees them in one line.
 */
export function textRun(
  text: Text,
  areJoined: (left: string, right: string) => boolean,
): readonly Text[] {
  const walker = document.createTreeWalker(text.getRootNode(), 4 /* NodeFilter.SHOW_TEXT */);
  const line = lineOf(text);
  /** Goes on from text to text while each goes on in the next. */
  const follow = (step: 'previousNode' | 'nextNode', meet: (at: Text, next: Text) => boolean) => {
    const found: Text[] = [];
    walker.currentNode = text;
    for (let at = text; found.length < REACH; ) {
      const next = walker[step]() as Text | null;
      if (!next || !meet(at, next) || lineOf(next) !== line) break;
      found.push(next);
      at = next;
    }
    return found;
  };
  return [
    ...follow('previousNode', (at, before) => areJoined(before.data, at.data)).reverse(),
    text,
    ...follow('nextNode', (at, after) => areJoined(at.data, after.data)),
  ];
}

/** The nearest element around a text that begins a line of its own. */
function lineOf(text: Text): Element | null | undefined {
  return text.parentElement?.closest(`:not(${INLINE})`);
}

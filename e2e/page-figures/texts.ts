/** As people write: mostly short, some with Markdown, a link, or more than one line. */
const TEXTS = [
  'Good evening!',
  'The blue yarn is here, forty skeins of it.',
  'How to wind without a swift: https://example.org/winding',
  'I bring **my swift**, then nobody has to hold it for an hour. And tea 🍵',
  'Weld for yellow, _woad_ for blue.\n\n- and green is both\n- with a little patience',
  '> Who can help on Saturday?\n\nI can, from ten. Пряжа — это моё',
  '```js\nconst skein = wind(yarn, { turns: 120 });\n```',
  'גם אני באה, עם שתי ידיים',
  'The weaver came by and asked how much of it we would need for the autumn fair, and whether the colours could be kept apart this time; I said that they could.',
];

/** Messages for a room, numbered: `… #7`. */
export class Texts {
  #count = 0;

  next(): string {
    const number = ++this.#count;
    return `${TEXTS[number % TEXTS.length]} #${number}`;
  }
}

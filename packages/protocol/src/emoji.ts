/** Whether a text is one emoji and nothing else, as Unicode recommends it for interchange: with all its selectors and joiners. */
export function isEmoji(text: string): boolean {
  return EMOJI.test(text);
}

const EMOJI = /^\p{RGI_Emoji}$/v;

import { counted } from '../counted.ts';
import { formatNumber } from '../intl.ts';

export const lateFindingWords = {
  searchTitle: 'Search messages',
  searchPlaceholder: 'Words, “phrases”, from: in: has:',
  searchOrder: 'Order',
  searchOrders: { newest: 'Newest', best: 'Best' },
  searchHits: (count: number, more: boolean): string =>
    more ? `The first ${counted(count, 'message', 'messages')}` : counted(count, 'message', 'messages'),
  searchNothing: 'Nothing was found',
  searchNothingHint:
    'Fewer letters find more: pieces of words count. So does every room that you are in, and no other.',
  searchBegin: 'Everything you can read',
  searchBeginHint:
    'Words and pieces of words, in any script. Quotes keep words together, and a minus leaves something out.',
  searchOperators: {
    from: 'by whom',
    in: 'in which room',
    has: 'link, code, file or image',
    before: 'until a day, month or year',
    after: 'since then',
  },
  searchUnknown: (operator: string): string => `${operator} is nobody and nothing here.`,
  searchFault: (operator: string): string =>
    /^-?(?:before|after):/i.test(operator)
      ? `${operator} needs a date: 2026-03-01, 2026-03, 2026, today or yesterday.`
      : `${operator} is not known: link, code, file and image are.`,
  searchIndexing: (share: number): string =>
    `The index is being built: ${formatNumber(Math.floor(share * 100))} % of all messages can be found.`,
  searchSlow: 'Still looking…',
  searchOffline: 'Searching needs a connection. What you typed stays here.',
  searchMore: 'Show more',
  searchSuggestions: 'Suggestions',
  searchFiles: (names: string): string => `Files: ${names}`,
  switcherTitle: 'Go to',
  switcherPlaceholder: 'A room or a person',
  switcherNothing: 'No room and nobody has such a name.',
  switcherSearch: (text: string): string => `Search messages for “${text}”`,
  switcherRecent: 'Recent',
  switcherFound: 'Rooms and people',
  shortcutsHint: 'Everything else is reached with Tab.',
  shortcutGroups: { everywhere: 'Everywhere', lists: 'In lists and menus', writing: 'While writing' },
} as const;

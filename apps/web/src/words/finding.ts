/** Words about search, the quick switcher and shortcuts. */
export const findingWords = {
  search: 'Search',
  searchIn: (room: string): string => `Search in ${room}`,

  shortcutsTitle: 'Keyboard shortcuts',
  shortcuts: {
    switcher: 'Go to a room or a person',
    search: 'Search messages',
    sheet: 'Show this sheet',
    above: 'Room above',
    below: 'Room below',
    firstNew: 'First new message',
    leave: 'Close what is open',
    move: 'Move the choice',
    take: 'Take the choice',
    send: 'Send, or save an edit',
    line: 'New line',
    editLast: 'Edit your last message',
    undo: 'Leave an edit',
    complete: 'Take a suggestion',
  },
  keyNames: {
    Mod: 'Ctrl',
    Alt: 'Alt',
    Shift: 'Shift',
    Enter: 'Enter',
    Escape: 'Esc',
    Tab: 'Tab',
    PageUp: 'Page Up',
    ArrowUp: '↑',
    ArrowDown: '↓',
  } as Readonly<Record<string, string>>,
} as const;

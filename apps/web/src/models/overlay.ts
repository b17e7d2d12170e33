/** What lies over the chat, one at a time. */
export type Overlay =
  | 'make-room'
  | 'find-rooms'
  | 'new-message'
  | 'members'
  | 'room-settings'
  | 'profile'
  | 'leave-room'
  | 'registration'
  | 'reset-link'
  | 'clients'
  | 'notifications'
  | 'log-out'
  | 'writing-help'
  | 'pins'
  | 'inbox'
  | undefined;

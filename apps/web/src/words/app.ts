/** Of the page as a program: that there is a newer one, that it can be installed, that it tells of messages. */
export const appWords = {
  newerPage: 'A newer Skein is ready.',
  takeNewerPage: 'Reload',
  later: 'Later',
  install: 'Install as an app',

  notifications: 'Notifications',
  notificationOf: (by: string, text: string): string => `${by}: ${text}`,
  broughtIn: (by: string): string => `${by} brought you in`,
  notificationMore: (count: number): string => (count === 1 ? 'and 1 more message' : `and ${count} more messages`),
};

export const lateAppWords = {
  turnOn: 'Turn on',
  turnOff: 'Turn off',
  notificationsTexts: {
    off: 'Be told on this device of messages that come while you are not looking.',
    push: 'This device tells you of messages, also while Skein is closed.',
    page: 'This device tells you of messages while Skein is open in the background. Its browser has no service that reaches you when Skein is closed.',
    denied:
      'This browser was told not to show notifications from here. You can change that in its settings for this site.',
    insecure:
      'Browsers show notifications only from addresses that begin with https. Whoever runs this server can set that up.',
    impossible: 'This browser cannot show notifications from a page. Installed as an app, Skein may be able to.',
  },
  notificationsFailed: 'It did not work just now. Try again in a moment.',
} as const;

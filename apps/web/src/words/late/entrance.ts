/** Of the pages before the chat that few see, and few times. */
export const lateEntranceWords = {
  setUpTitle: 'You are the first',
  setUpText: 'Make the operator’s account and choose who may register. You can change that at any time.',
  setUp: 'Make the account',
  whoMayRegister: 'Who may register?',
  policies: { open: 'Anybody', code: 'Whoever has a code', closed: 'Nobody' },
  policyHints: {
    open: 'Everyone who can open this address.',
    code: 'You choose a code and give it to those you invite.',
    closed: 'Only the accounts that there are.',
  },
  code: 'Code',

  resetTitle: 'A new password',
  resetText: 'Choose the password you will log in with from now on.',
  setPassword: 'Set the password',
  toLogIn: 'Go to log in',
  newPassword: 'New password',
} as const;

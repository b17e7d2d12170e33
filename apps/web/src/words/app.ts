/** Of the page as a program: that there is a newer one, that it can be installed. */
export const appWords = {
  newerPage: 'A newer Skein is ready.',
  takeNewerPage: 'Reload',
  later: 'Later',
  install: 'Install as an app',
};

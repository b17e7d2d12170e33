import { expect, story } from '../fixtures/story.ts';

story.use({ server: 'first run' });

story(
  'somebody who forgot their password sets a new one by the link of the operator',
  async ({ community, arrives }) => {
    const ada = await arrives('Ada');
    const lin = await arrives('Lin');
    await ada.takesOver(community.setupPath);
    await lin.registers();
    await lin.logsOut();

    await ada.opensAccount();
    await ada.button('Make a reset link').click();
    await ada.field('Name they log in with').fill(lin.name);
    await ada.button('Make the link').click();
    const link = new URL(await ada.field('Reset link').inputValue());

    await lin.opens(link.pathname + link.hash);
    await lin.field('New password').fill('something Lin will not forget');
    await lin.button('Set the password').click();
    await lin.isTold('Your new password is set. Log in with it.');
    lin.complaints.expect(/\b401\b.*\/api\/session$/);
    await lin.triesToLogIn(lin.password);
    await lin.isTold('The name or the password is wrong.');
    await lin.triesToLogIn('something Lin will not forget');
    await lin.isInRoom('Lobby');

    await lin.logsOut();
    lin.complaints.expect(/\b403\b.*\/api\/password-reset$/);
    await lin.opens(link.pathname + link.hash);
    await lin.field('New password').fill('something else than that');
    await lin.button('Set the password').click();
    await lin.isTold('This link was used already, or is too old.');
    expect(lin.page.url(), 'the token is not left in the address bar').not.toContain('reset');
  },
);

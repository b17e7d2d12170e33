import { Preferences } from '../actors/preferences.ts';
import { expect, story } from '../fixtures/story.ts';

interface Frame {
  readonly t: string;
  readonly seq?: number;
  readonly rooms?: readonly { readonly lobby: boolean }[];
}

story('who is not told any more what happened in the Lobby reads anew who is in the room', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  let lobby: object | undefined;
  // The server would say so of what it does not keep any longer (S5); here the page is told in place of one event.
  await ada.page.routeWebSocket(/\/ws/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((data) => {
      const frame = JSON.parse(String(data)) as Frame;
      lobby = frame.rooms?.find((room) => room.lobby) ?? lobby;
      const isMissed = frame.t === 'profile';
      socket.send(isMissed ? JSON.stringify({ t: 'reset', room: { ...lobby, seq: frame.seq } }) : data);
    });
  });
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The distaff');
  await lin.joins('The distaff');
  await ada.showsMembers();
  const members = ada.page.getByRole('complementary').getByRole('listitem');
  await expect(members.filter({ hasText: lin.name })).toBeVisible();
  const countess = `Countess of ${lin.name}`;
  await new Preferences(lin).introducesThemselves({
    name: countess,
    sign: '🧶',
    status: 'At the wheel',
    quiet: 'For an hour',
  });
  await expect(members.filter({ hasText: countess })).toContainText('At the wheel');
});

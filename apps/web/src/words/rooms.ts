/** Words about rooms: what is set for them, who has a say in them, and which there are. */
export const roomWords = {
  renamed: (by: string, name: string): string => `${by} called the room ${name}`,
  topicSet: (by: string, topic: string): string =>
    topic === '' ? `${by} took the topic away` : `${by} set the topic: ${topic}`,
  descriptionSet: (by: string): string => `${by} changed the description`,
  archivedSet: (by: string, isArchived: boolean): string =>
    isArchived ? `${by} archived the room` : `${by} opened the room again`,
  roleSet: (by: string, name: string, role: 'owner' | 'moderator' | 'member'): string =>
    role === 'member'
      ? `${by} made ${name} a plain member`
      : `${by} made ${name} ${role === 'owner' ? 'an' : 'a'} ${role}`,
  archivedNote: 'This room is archived. It can be read, and nobody writes in it any more.',
  archived: 'Archived',
  archivedRooms: 'Archived rooms',
  roleOf: (name: string): string => `Role of ${name}`,
  roleNames: { owner: 'Owner', moderator: 'Moderator', member: 'Member' },
} as const;

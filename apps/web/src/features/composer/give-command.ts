import { COMMANDS, type CommandContext, type CommandName, type CommandOutcome } from '../../models/commands.ts';
import { troubleWords } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';

/** Whether it did what it is for, and what is to be said of it beside the box that it was written in. */
export interface CommandAnswer {
  readonly isDone: boolean;
  readonly told?: string;
}

export async function giveCommand(
  name: CommandName,
  argument: string,
  context: CommandContext,
): Promise<CommandAnswer> {
  const outcome: CommandOutcome = await COMMANDS[name].run(argument, context);
  if (outcome === 'done') return { isDone: true };
  if ('trouble' in outcome) return { isDone: false, told: troubleWords(outcome.trouble) };
  if (outcome.told === 'argument-missing') {
    const usage = `/${name} ${words.commands[name].argument}`;
    return { isDone: false, told: words.commandTold['argument-missing'](usage) };
  }
  if (outcome.told === 'topic-too-long') return { isDone: false, told: words.commandTold['topic-too-long'] };
  return { isDone: outcome.told === 'invited', told: words.commandTold[outcome.told](outcome.name) };
}

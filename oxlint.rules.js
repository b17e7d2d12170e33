// Rules of our own, where no ready one says it.

/**
 * A guard is held for nanoseconds: whoever awaits under one keeps every other thread out for as long.
 * Guards are what `using` takes from a call named acquire… or tryAcquire….
 */
const noAwaitUnderGuard = {
  meta: { type: 'problem', messages: { held: 'Nothing is awaited while a guard is held (taken in line {{ line }}).' } },
  create(context) {
    // One list of guards per function and block that is open around the present node.
    const open = [];
    const enter = (node) => open.push({ node, guards: [] });
    const leave = () => open.pop();
    const report = (node) => {
      const guard = heldGuard(open);
      if (guard) context.report({ node, messageId: 'held', data: { line: guard.loc.start.line } });
    };
    const boundary = (node) => open.push({ node, guards: [], isFunction: true });
    return {
      ...forEach(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'], boundary, leave),
      ...forEach(['BlockStatement', 'StaticBlock', 'SwitchStatement', 'Program'], enter, leave),
      'VariableDeclaration:exit'(node) {
        if (node.kind === 'using' && node.declarations.some(takesGuard)) open.at(-1)?.guards.push(node);
      },
      AwaitExpression: report,
      YieldExpression: report,
      'ForOfStatement[await=true]': report,
    };
  },
};

function forEach(types, enter, leave) {
  return Object.fromEntries(
    types.flatMap((type) => [
      [type, enter],
      [`${type}:exit`, leave],
    ]),
  );
}

function heldGuard(open) {
  for (const { guards, isFunction } of open.toReversed()) {
    if (guards.length > 0) return guards[0];
    if (isFunction) break;
  }
  return undefined;
}

function takesGuard({ init }) {
  const call = init?.type === 'AwaitExpression' ? init.argument : init;
  const name = call?.type === 'CallExpression' ? (call.callee.property?.name ?? call.callee.name) : undefined;
  return /^(try)?acquire/i.test(name ?? '');
}

export default { meta: { name: 'skein' }, rules: { 'no-await-under-guard': noAwaitUnderGuard } };

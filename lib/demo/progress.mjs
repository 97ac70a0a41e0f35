// Progress for people: a line when a step takes longer than a second, then every ten, and one at its end.

const seconds = (/** @type {number} */ fromMs) => `${((performance.now() - fromMs) / 1000).toFixed(1)} s`;

/** @param {string} line */
export const say = (line) => console.log(line);

/**
 * @template T
 * @param {string} label what is being done, e.g. "Installing packages"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const from = performance.now();
  const first = setTimeout(() => say(`  … ${label}`), 900);
  const again = setInterval(() => say(`  … ${label} (${seconds(from)})`), 10_000);
  try {
    const result = await work();
    say(`  ✓ ${label} (${seconds(from)})`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(again);
  }
}

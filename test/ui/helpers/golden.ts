/** Compares a text with a stored one. `UPDATE_GOLDEN=1` writes the stored one instead; the difference is then reviewed in git. */
import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';

/** Fails when `text` is not what `test/ui/golden/<name>.txt` holds. */
export const assertGolden = (name: string, text: string): void => {
	const file = new URL(`../golden/${name}.txt`, import.meta.url);
	if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, `${text}\n`);
	assert.equal(`${text}\n`, readFileSync(file, 'utf8'), `${name}: UPDATE_GOLDEN=1 stores the new screen`);
};

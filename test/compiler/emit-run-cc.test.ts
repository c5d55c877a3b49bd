/**
 * The whole way from C to WebAssembly against the system's compiler, on generated programs. `fuzz-cc.ts` does the same
 * for as long as one likes.
 */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {generateProgram} from './c-generator.ts';
import {firstDifference, hasCc, runEmitted, runNative, triples} from './cc-compare.ts';

const skip = hasCc() ? false : 'there is no `cc` on this system to compare with';
const programsPerTarget = 4;

for (const [index, triple] of triples.entries()) {
	test(`generated programs give what cc gives, ${triple}`, {skip}, async () => {
		for (let program = 0; program < programsPerTarget; program++) {
			const seed = 1000 + index * programsPerTarget + program;
			const level = program % 2 === 0 ? '-O2' : '-O1';
			const text = generateProgram(seed, 'small');
			const difference = firstDifference(await runEmitted(text, {triple, level}), runNative(text));
			assert.equal(difference, null, `seed ${seed}, ${triple} ${level}`);
		}
	});
}

test('a difference is found where there is one', {skip}, () => {
	const outcome = {notes: [1n, 2n, 3n], checksum: 9n};
	assert.match(
		firstDifference({...outcome, notes: [1n, 5n, 3n]}, outcome) ?? '',
		/note 1 is 0x5, expected 0x2/,
	);
	assert.match(firstDifference({...outcome, notes: [1n, 2n]}, outcome) ?? '', /note 2 is missing/);
	assert.match(firstDifference({...outcome, notes: [1n, 2n, 3n, 4n]}, outcome) ?? '', /4 notes, expected 3/);
	assert.match(firstDifference({...outcome, checksum: 8n}, outcome) ?? '', /checksums differ/);
	const changed =
		'u64 notes[4]; u32 note_count; u64 checksum = 5; u32 run_test(void) { notes[0] = 7; return note_count = 1; }';
	const types = 'typedef unsigned int u32; typedef unsigned long long u64;';
	assert.deepEqual(runNative(`${types}\n${changed}`), {notes: [7n], checksum: 5n});
});

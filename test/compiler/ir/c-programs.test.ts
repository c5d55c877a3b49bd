/**
 * Compiled C, read and interpreted for several targets, computes what the system compiler's code computes.
 */
import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {programs, widePrograms} from './c-programs.ts';
import {
	assertSame,
	furtherTargets,
	hasSystemCompiler,
	runNatively,
	runThroughReader,
	targets,
} from './differential.ts';

const skip = hasSystemCompiler() ? false : 'no system compiler (cc) to compare with';

// One text for all subjects: starting Clang costs more than compiling.
const narrow = Object.values(programs).join('\n');
const wide = Object.values(widePrograms).join('\n');

describe('C programs through the reader', {skip}, () => {
	let expected: Map<string, bigint[]> = new Map();
	let expectedWide: Map<string, bigint[]> = new Map();

	before(() => {
		expected = runNatively(narrow);
		expectedWide = runNatively(wide);
	});

	for (const {triple, flags} of targets) {
		it(`${triple} ${flags.join(' ')}`, async () => {
			const hasWide = !triple.startsWith('i386');
			const actual = await runThroughReader(hasWide ? narrow + wide : narrow, triple, flags);
			assertSame(actual, expected, triple);
			if (hasWide) assertSame(actual, expectedWide, triple);
		});
	}

	it(`variable arguments on ${furtherTargets.length} further targets`, async () => {
		const text = programs.variadic;
		const subset = new Map([['variadic', expected.get('variadic') ?? []]]);
		for (const triple of furtherTargets) assertSame(await runThroughReader(text, triple, []), subset, triple);
	});

	it('unoptimised code', async () => {
		const text = programs.calls;
		const subset = new Map([['structs', expected.get('structs') ?? []]]);
		assertSame(await runThroughReader(text, 's390x-linux-gnu', ['-O0']), subset, 's390x -O0');
	});

	it('the comparison finds a difference', () => {
		const one = runNatively('u64 one(u64 a, u64 b) { return a + b; }');
		const other = new Map([['one', (one.get('one') ?? []).with(3, 99n)]]);
		assert.throws(() => assertSame(other, one, 'here'), /one\(0x0, 0xffffffff\) is 99, natively 4294967295/);
	});
});

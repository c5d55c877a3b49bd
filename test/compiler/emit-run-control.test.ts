import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Block} from '../../source/compiler/ir/ir.ts';
import {access, block, type End, fn, frameAt, num, reg, run, type Step, unit} from './emit-helpers.ts';

const add = (to: number, left: number, right: number | {constant: number}): Step => ({
	op: 'binary',
	operator: 'add',
	width: 32,
	to,
	left: reg(left),
	right: typeof right === 'number' ? reg(right) : num(right.constant),
});
const lessThan = (to: number, left: number, right: number): Step => ({
	op: 'compare',
	predicate: 'ult',
	width: 32,
	to,
	left: reg(left),
	right: reg(right),
});
const jump = (target: number): End => ({op: 'jump', target});
const branch = (condition: number, whenTrue: number, whenFalse: number): End => ({
	op: 'branch',
	condition: reg(condition),
	whenTrue,
	whenFalse,
});
const giveBack = (register: number): End => ({op: 'return', values: [reg(register)]});

/** One exported function `f(a, b)` with eight more i32 registers. */
function machineOf(blocks: Block[], parameters = 2) {
	return run(
		[
			unit('flow', {
				functions: [
					fn('f', {
						parameters: new Array<'i32'>(parameters).fill('i32'),
						results: ['i32'],
						registers: new Array<'i32'>(8).fill('i32'),
						blocks,
					}),
				],
			}),
		],
		{exports: ['f']},
	);
}

test('a loop: sum of the numbers below a', async () => {
	const machine = await machineOf([
		block(
			[
				{op: 'move', to: 2, from: num(0)},
				{op: 'move', to: 3, from: num(0)},
			],
			jump(1),
		),
		block([lessThan(4, 2, 0)], branch(4, 2, 3)),
		block([add(3, 3, 2), add(2, 2, {constant: 1})], jump(1)),
		block([], giveBack(3)),
	]);
	assert.deepEqual(
		[0, 1, 10, 1000].map(n => machine.call('f', n, 0)),
		[0, 0, 45, 499500],
	);
});

test('a loop with several exits', async () => {
	// Counts up to a; leaves early with 100 when the count reaches b, with 200 when twice the count does.
	const machine = await machineOf([
		block([{op: 'move', to: 2, from: num(0)}], jump(1)),
		block([lessThan(3, 2, 0)], branch(3, 2, 6)),
		block([{op: 'compare', predicate: 'eq', width: 32, to: 3, left: reg(2), right: reg(1)}], branch(3, 5, 3)),
		block(
			[add(4, 2, 2), {op: 'compare', predicate: 'eq', width: 32, to: 3, left: reg(4), right: reg(1)}],
			branch(3, 7, 4),
		),
		block([add(2, 2, {constant: 1})], jump(1)),
		block([add(2, 2, {constant: 100})], giveBack(2)),
		block([], giveBack(2)),
		block([add(2, 2, {constant: 200})], giveBack(2)),
	]);
	assert.deepEqual(
		[machine.call('f', 5, 99), machine.call('f', 50, 7), machine.call('f', 50, 8), machine.call('f', 5, 0)],
		[5, 107, 204, 100],
	);
});

test('an irreducible loop: two entries into one cycle', async () => {
	const machine = await machineOf([
		block(
			[
				{op: 'move', to: 2, from: num(0)},
				{op: 'move', to: 3, from: num(0)},
			],
			branch(0, 1, 2),
		),
		block([add(2, 2, {constant: 1}), add(3, 3, {constant: 1}), lessThan(4, 3, 1)], branch(4, 2, 3)),
		block([add(2, 2, {constant: 100}), add(3, 3, {constant: 1}), lessThan(4, 3, 1)], branch(4, 1, 3)),
		block([], giveBack(2)),
	]);
	const reference = (first: number, steps: number): number => {
		let sum = 0;
		let inFirst = first !== 0;
		let count = 0;
		do {
			sum += inFirst ? 1 : 100;
			inFirst = !inFirst;
			count++;
		} while (count < steps);
		return sum;
	};
	for (const steps of [0, 1, 2, 5, 8]) {
		for (const first of [0, 1])
			assert.equal(machine.call('f', first, steps), reference(first, steps), `${first} ${steps}`);
	}
});

const caseSets: Record<string, bigint[]> = {
	dense: [3n, 4n, 5n, 6n, 8n, 9n],
	'dense around zero': [0n, 1n, 2n, 3n, 0xffn],
	few: [7n, 0x80n],
	'two clusters': [1n, 2n, 3n, 4n, 5n, 0xf0n, 0xf1n, 0xf2n, 0xf3n, 0xf4n],
	sparse: [1n, 20n, 40n, 77n, 99n, 130n, 200n, 250n],
	none: [],
};

for (const [name, values] of Object.entries(caseSets)) {
	for (const width of [8, 32, 48, 64] as const) {
		test(`switch on ${name} values, i${width}`, async () => {
			// Wide switches are tried around a number that does not fit 32 bits.
			const base = width > 32 ? 0x1_0000_0000n : 0n;
			const cases = values.map((value, index) => ({value: base + value, target: 2 + (index % 3)}));
			const isWide = width > 32;
			const f = fn('f', {
				parameters: ['i32', 'i32'],
				results: ['i32'],
				registers: isWide ? ['i64', 'i64'] : ['i32'],
				blocks: [
					block(
						isWide
							? [
									{op: 'convert', kind: 'zeroExtend', fromWidth: 32, toWidth: 64, to: 2, from: reg(1)},
									{op: 'binary', operator: 'shl', width: 64, to: 2, left: reg(2), right: num(32, 'i64')},
									{op: 'convert', kind: 'zeroExtend', fromWidth: 32, toWidth: 64, to: 3, from: reg(0)},
									{op: 'binary', operator: 'or', width, to: 2, left: reg(2), right: reg(3)},
								]
							: [{op: 'move', to: 2, from: reg(0)}],
						{op: 'switch', value: reg(2), width, cases, otherwise: 1},
					),
					...[9, 0, 1, 2].map(value => block([], {op: 'return', values: [num(value)]})),
				],
			});
			const machine = await run([unit('switch', {functions: [f]})], {exports: ['f']});
			for (const high of isWide ? [0, 1, 2, 0x8000] : [0]) {
				for (let low = 0; low < 256; low++) {
					const whole = (BigInt(high) << 32n) | BigInt(low);
					const found = cases.findIndex(each => each.value === whole);
					assert.equal(machine.call('f', low, high), found < 0 ? 9 : found % 3, `value ${whole}`);
				}
			}
		});
	}
}

test('a branch and a switch whose ways meet at once', async () => {
	const machine = await machineOf([
		block([], branch(0, 1, 1)),
		block([], {
			op: 'switch',
			value: reg(1),
			width: 32,
			cases: [
				{value: 4n, target: 2},
				{value: 5n, target: 2},
			],
			otherwise: 2,
		}),
		block([add(2, 0, 1)], giveBack(2)),
	]);
	assert.equal(machine.call('f', 3, 4), 7);
});

test('blocks that nothing reaches are left out', async () => {
	const machine = await machineOf([block([], jump(2)), block([], jump(1)), block([], giveBack(0))]);
	assert.equal(machine.call('f', 42, 0), 42);
});

test('frames nest, keep their alignment and are given back on every way out', async () => {
	// Writes a into its frame, calls itself with a - 1 while a > 0, returns the sum; two returns.
	const sum = fn('sum', {
		parameters: ['i32'],
		results: ['i32'],
		registers: ['i32', 'i32', 'i32'],
		frame: [
			{size: 3, align: 1, name: 'odd'},
			{size: 4, align: 64, name: 'a'},
		],
		blocks: [
			block([{op: 'store', value: reg(0), ...access(frameAt(1), 32)}], {
				op: 'branch',
				condition: reg(0),
				whenTrue: 1,
				whenFalse: 2,
			}),
			block(
				[
					add(1, 0, {constant: -1}),
					{
						op: 'call',
						to: [2],
						callee: {kind: 'direct', name: 'sum'},
						args: [reg(1)],
						parameters: ['i32'],
						results: ['i32'],
					},
					{op: 'load', to: 3, ...access(frameAt(1), 32)},
					add(2, 2, 3),
				],
				giveBack(2),
			),
			block(
				[{op: 'binary', operator: 'and', width: 32, to: 1, left: frameAt(1), right: num(63)}],
				giveBack(1),
			),
		],
	});
	const machine = await run([unit('frames', {functions: [sum]})], {exports: ['sum']});
	machine.set('stack_pointer', 200_000 + 16);
	assert.equal(machine.call('sum', 10), 55);
	assert.equal(machine.get('stack_pointer'), 200_000 + 16);
});

test('variable-length arrays: alloca, save and restore', async () => {
	// Each turn saves the stack, takes 100 bytes, fills the first word and restores; afterwards one more stays until the return.
	const f = fn('f', {
		parameters: ['i32'],
		results: ['i32'],
		registers: ['i32', 'i32', 'i32', 'i32'],
		blocks: [
			block([{op: 'move', to: 4, from: num(0)}], jump(1)),
			block(
				[
					{op: 'stackSave', to: 1},
					{op: 'alloca', to: 2, size: num(100), align: 32},
					{op: 'store', value: reg(0), ...access(reg(2), 32)},
					{op: 'load', to: 3, ...access(reg(2), 32)},
					add(4, 4, 3),
					{op: 'binary', operator: 'and', width: 32, to: 2, left: reg(2), right: num(31)},
					add(4, 4, 2),
					{op: 'stackRestore', from: reg(1)},
					add(0, 0, {constant: -1}),
				],
				branch(0, 1, 2),
			),
			block(
				[
					{op: 'alloca', to: 2, size: num(64), align: 16},
					{op: 'store', value: num(1), ...access(reg(2), 32)},
				],
				giveBack(4),
			),
		],
	});
	const machine = await run([unit('vla', {functions: [f]})], {exports: ['f']});
	machine.set('stack_pointer', 100_000);
	assert.equal(machine.call('f', 10_000), 50_005_000);
	assert.equal(machine.get('stack_pointer'), 100_000);
});

test('several results', async () => {
	const three = fn('three', {
		parameters: ['i32'],
		results: ['i32', 'i64', 'i32'],
		registers: ['i64', 'i32'],
		blocks: [
			block(
				[
					{op: 'convert', kind: 'zeroExtend', fromWidth: 32, toWidth: 64, to: 1, from: reg(0)},
					{op: 'binary', operator: 'mul', width: 64, to: 1, left: reg(1), right: num(3n << 32n, 'i64')},
					add(2, 0, {constant: 5}),
				],
				{op: 'return', values: [reg(0), reg(1), reg(2)]},
			),
		],
	});
	const f = fn('f', {
		parameters: ['i32'],
		results: ['i32'],
		registers: ['i32', 'i64', 'i32', 'i32'],
		blocks: [
			block(
				[
					{
						op: 'call',
						to: [1, 2, 3],
						callee: {kind: 'direct', name: 'three'},
						args: [reg(0)],
						parameters: ['i32'],
						results: ['i32', 'i64', 'i32'],
					},
					{op: 'binary', operator: 'lshr', width: 64, to: 2, left: reg(2), right: num(32, 'i64')},
					{op: 'convert', kind: 'truncate', fromWidth: 64, toWidth: 32, to: 4, from: reg(2)},
					add(4, 4, 1),
					add(4, 4, 3),
				],
				giveBack(4),
			),
		],
	});
	const machine = await run([unit('results', {functions: [three, f]})], {exports: ['f']});
	assert.equal(machine.call('f', 7), 7 + 21 + 12);
});

/**
 * Hand-made units through both emitters: every kind of access, in both byte orders, leaves the same memory when it is
 * stepped as when it is run.
 */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {emitRun} from '../../source/compiler/emit-run.ts';
import {emitStep} from '../../source/compiler/emit-step.ts';
import type {Access, RmwOperator} from '../../source/compiler/ir/ir.ts';
import type {LinkedProgram} from '../../source/compiler/link.ts';
import {createStepper} from '../../source/explore/stepper.ts';
import {
	access,
	block,
	fn,
	frameAt,
	global,
	linkUnits,
	num,
	reg,
	type Step,
	start,
	sym,
	unit,
} from './emit-helpers.ts';

const widths: Access['width'][] = [8, 16, 32, 64];
const typeOf = (width: number) => (width <= 32 ? 'i32' : 'i64');
const staticStart = 0x1_0000;

/** Static data after `work` was run, and after it was stepped; the number of steps. */
async function bothWays(
	program: LinkedProgram,
): Promise<{ran: Uint8Array; stepped: Uint8Array; steps: number}> {
	const machine = start(await emitRun(program));
	machine.call('work');
	// The first word says that the initial data is there, which step code does not need.
	const data = [staticStart + 16, program.staticEnd] as const;
	const ran = new Uint8Array(machine.memory.buffer).slice(...data);
	const stepper = createStepper({
		image: await emitStep(program),
		processes: [{function: 'work', argument: 0}],
	});
	const before = new Uint8Array(stepper.memory.buffer).slice(...data);
	const position = stepper.position();
	let steps = 0;
	while (stepper.status(0) === 'ready') {
		stepper.step(0, 0);
		steps++;
	}
	assert.equal(stepper.failure(), null);
	const stepped = new Uint8Array(stepper.memory.buffer).slice(...data);
	stepper.rollback(position);
	assert.deepEqual(new Uint8Array(stepper.memory.buffer).slice(...data), before);
	return {ran, stepped, steps};
}

for (const bigEndian of [false, true]) {
	const order = bigEndian ? 'big' : 'little';

	test(`read-modify-writes and compare-exchanges, ${order} endian`, async () => {
		const operators: RmwOperator[] = [
			...(['xchg', 'add', 'sub', 'and', 'or', 'xor', 'nand'] as const),
			...(['max', 'min', 'umax', 'umin'] as const),
		];
		const pairs = [
			[0x7f7f_7f7f_7f7f_7f7fn, 0x0101_0101_0101_0101n],
			[0x8000_8000_8000_8080n, 0xffff_ffff_ffff_ffffn],
			[0x0123_4567_89ab_cdefn, 0x0123_4567_89ab_cdefn],
		] as const;
		const steps: Step[] = [];
		let cases = 0;
		// Register 0 and 1 are i32 and i64 results, 2 is a success.
		for (const width of widths) {
			const type = typeOf(width);
			const to = type === 'i32' ? 0 : 1;
			const cut = (value: bigint) => num(BigInt.asUintN(width, value), type);
			for (const [old, value] of pairs) {
				const note = (from: number, size: Access['width']): Step => ({
					op: 'store',
					value: reg(from),
					...access(sym('output', 8 * cases++), size),
				});
				for (const operator of operators) {
					const cell = access(sym('cells', 8 * cases), width, {ordering: 'seq_cst'});
					steps.push({op: 'store', value: cut(old), ...cell});
					steps.push({op: 'rmw', operator, to, value: cut(value), ...cell}, note(to, width));
				}
				const cell = access(sym('cells', 8 * cases), width, {ordering: 'seq_cst'});
				const exchange = {
					op: 'cmpxchg',
					to,
					success: 2,
					expected: cut(value),
					replacement: cut(~old),
				} as const;
				steps.push({op: 'store', value: cut(old), ...cell});
				steps.push({...exchange, ...cell}, note(to, width), note(2, 32));
			}
		}
		const size = 8 * cases;
		const work = fn('work', {
			registers: ['i32', 'i64', 'i32'],
			blocks: [block(steps, {op: 'return', values: []})],
		});
		const program = linkUnits(
			[unit('rmw', {bigEndian, functions: [work], globals: [global('cells', size), global('output', size)]})],
			{exports: ['work']},
		);
		const {ran, stepped, steps: taken} = await bothWays(program);
		assert.equal(taken, steps.length);
		assert.ok(ran.some(byte => byte !== 0));
		assert.deepEqual(stepped, ran);
	});

	test(`loads and stores at every offset, ${order} endian`, async () => {
		const steps: Step[] = [];
		let cases = 0;
		for (const width of widths) {
			const type = typeOf(width);
			const to = type === 'i32' ? 0 : 1;
			for (let offset = 0; offset < 9; offset++) {
				const at = (name: string) => access(sym(name, 24 * cases + offset), width, {align: 1});
				const value = num(BigInt.asUintN(width, 0xf1e2_d3c4_b5a6_9788n), type);
				steps.push({
					op: 'store',
					value: num(0x5555_5555_5555_5555n, 'i64'),
					...access(sym('cells', 24 * cases + 8), 64),
				});
				steps.push({op: 'store', value, ...at('cells')}, {op: 'load', to, ...at('cells')});
				steps.push({op: 'store', value: reg(to), ...at('output')});
				cases++;
			}
		}
		const size = 24 * cases;
		const work = fn('work', {registers: ['i32', 'i64'], blocks: [block(steps, {op: 'return', values: []})]});
		const program = linkUnits(
			[
				unit('places', {
					bigEndian,
					functions: [work],
					globals: [global('cells', size), global('output', size)],
				}),
			],
			{exports: ['work']},
		);
		const {ran, stepped, steps: taken} = await bothWays(program);
		assert.equal(taken, steps.length);
		assert.deepEqual(stepped, ran);
	});
}

test('stack that grows, several results, indirect calls and a loop', async () => {
	const pair = fn('pair', {
		parameters: ['i32'],
		results: ['i32', 'i64', 'i32'],
		registers: ['i32', 'i64'],
		blocks: [
			block(
				[
					{op: 'load', to: 1, ...access(sym('cell'), 32)},
					{op: 'convert', kind: 'zeroExtend', fromWidth: 32, toWidth: 64, to: 2, from: reg(1)},
				],
				{op: 'return', values: [reg(0), reg(2), num(77)]},
			),
		],
	});
	// 0 count, 1 saved stack, 2 array, 3 to 5 results, 6 condition, 7 sum
	const work = fn('work', {
		registers: ['i32', 'i32', 'i32', 'i32', 'i64', 'i32', 'i32', 'i32'],
		frame: [{size: 8, align: 64, name: 'local'}],
		blocks: [
			block([{op: 'store', value: num(5), ...access(frameAt(0), 32)}], {op: 'jump', target: 1}),
			block(
				[
					{op: 'stackSave', to: 1},
					{op: 'alloca', to: 2, size: num(40), align: 32},
					{op: 'store', value: reg(0), ...access(reg(2), 32)},
					{
						op: 'call',
						to: [3, 4, 5],
						callee: {kind: 'indirect', target: sym('pair')},
						args: [reg(0)],
						parameters: ['i32'],
						results: ['i32', 'i64', 'i32'],
					},
					{op: 'store', value: reg(4), ...access(sym('wide'), 64)},
					{op: 'load', to: 6, ...access(reg(2), 32)},
					{op: 'binary', operator: 'add', width: 32, to: 3, left: reg(3), right: reg(5)},
					{op: 'binary', operator: 'add', width: 32, to: 3, left: reg(3), right: reg(6)},
					{op: 'stackRestore', from: reg(1)},
					{op: 'store', value: reg(3), ...access(sym('cell'), 32)},
					{op: 'load', to: 7, ...access(frameAt(0), 32)},
					{op: 'binary', operator: 'add', width: 32, to: 0, left: reg(0), right: num(1)},
					{op: 'compare', predicate: 'ult', width: 32, to: 6, left: reg(0), right: reg(7)},
				],
				{op: 'branch', condition: reg(6), whenTrue: 1, whenFalse: 2},
			),
			block([], {op: 'return', values: []}),
		],
	});
	const program = linkUnits(
		[unit('calls', {functions: [pair, work], globals: [global('cell', 8), global('wide', 8)]})],
		{exports: ['work']},
	);
	const {ran, stepped, steps} = await bothWays(program);
	// Five turns of a load and two stores; the local ones are no steps.
	assert.equal(steps, 15);
	assert.ok(ran.some(byte => byte !== 0));
	assert.deepEqual(stepped, ran);
});

/**
 * The operations that belong to stepping, in a program that is to run at full speed.
 */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {emitRun} from '../../source/compiler/emit-run.ts';
import type {Operand, ValueType} from '../../source/compiler/ir/ir.ts';
import {LinkError} from '../../source/compiler/link.ts';
import {block, fn, linkUnits, num, reg, run, Trap, unit} from './emit-helpers.ts';

function calling(name: string, args: Operand[], results: ValueType[] = []) {
	return fn('work', {
		parameters: ['i32'],
		registers: ['i32'],
		blocks: [
			block(
				[
					{
						op: 'call',
						to: results.length > 0 ? [1] : [],
						callee: {kind: 'direct', name: `__ptelab_${name}`},
						args,
						parameters: args.map(() => 'i32'),
						results,
					},
				],
				{op: 'return', values: []},
			),
		],
	});
}

for (const [name, args, results] of [
	['atomic_begin', [], []],
	['atomic_end', [], []],
	['choose', [num(2)], ['i32']],
	['block_until', [num(0x1_0000), num(0)], []],
] as [string, Operand[], ValueType[]][]) {
	test(`__ptelab_${name} is refused at full speed, with its place`, async () => {
		const program = linkUnits([unit('scenario', {functions: [calling(name, args, results)]})], {
			exports: ['work'],
		});
		await assert.rejects(emitRun(program), error => {
			assert.ok(error instanceof LinkError);
			assert.match(error.message, new RegExp(`^scenario\\.c:7: '__ptelab_${name}' exists only where`));
			return true;
		});
	});
}

test('__ptelab_assert traps with its property at full speed', async () => {
	const machine = await run([unit('scenario', {functions: [calling('assert', [reg(0), num(12)])]})], {
		exports: ['work'],
	});
	assert.equal(machine.call('work', 1), 0);
	assert.throws(() => machine.call('work', 0), new Trap(3, 12));
});

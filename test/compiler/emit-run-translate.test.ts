import assert from 'node:assert/strict';
import {test} from 'node:test';
import {emitRun} from '../../source/compiler/emit-run.ts';
import type {Access, IrFunction, Operand, Unit} from '../../source/compiler/ir/ir.ts';
import {LinkError} from '../../source/compiler/link.ts';
import {
	access,
	block,
	fn,
	frameAt,
	global,
	linkUnits,
	memoryBytes,
	num,
	type Running,
	readMemory,
	reg,
	run,
	type Step,
	sym,
	unit,
	writeMemory,
} from './emit-helpers.ts';

type Width = Access['width'];

const globals = [global('cell', 32), global('input', 16), global('output', 16)];

/**
 * A core whose hooks note what they were given and translate every address to `cell + (address & 31)`; the arena hook
 * gives 0 for addresses with bit 31 set. `pointerBits` decides the types.
 */
function hooks(pointerBits: 32 | 64): Unit {
	const pointer = pointerBits === 64 ? 'i64' : 'i32';
	const constant = (value: number): Operand => num(value, pointer);
	const translate = (name: string, refuses: boolean): IrFunction =>
		fn(name, {
			parameters: [pointer, 'i32', 'i32'],
			results: [pointer],
			registers: [pointer, 'i32'],
			blocks: [
				block(
					[
						{op: 'store', value: reg(0), ...access(sym('seen_address'), pointerBits)},
						{op: 'store', value: reg(1), ...access(sym('seen_access'), 32)},
						{op: 'store', value: reg(2), ...access(sym('seen_site'), 32)},
						{op: 'binary', operator: 'and', width: pointerBits, to: 3, left: reg(0), right: constant(31)},
						{op: 'binary', operator: 'add', width: pointerBits, to: 3, left: reg(3), right: sym('cell')},
						{
							op: 'compare',
							predicate: refuses ? 'ugt' : 'ne',
							width: pointerBits,
							to: 4,
							left: reg(0),
							right: refuses ? constant(0x7fffffff) : reg(0),
						},
						{
							op: 'select',
							width: pointerBits,
							to: 3,
							condition: reg(4),
							whenTrue: constant(0),
							whenFalse: reg(3),
						},
					],
					{op: 'return', values: [reg(3)]},
				),
			],
		});
	return unit('hooks', {
		pointerBits,
		functions: [translate('__mmu_translate', false), translate('__mmu_translate_arena', true)],
		globals: [...globals, global('seen_address', 8), global('seen_access', 4), global('seen_site', 4)],
	});
}

/** Runs a checked unit beside the hooks; the exported functions take the low and the high half of a pointer. */
function runChecked(pointerBits: 32 | 64, functions: IrFunction[]): Promise<Running> {
	const checked = unit('checked', {
		pointerBits,
		functions,
		locations: [
			{function: 'outer', file: 'x.c', line: 20, column: 3, inlinedAt: -1},
			{function: 'inner', file: 'x.h', line: 5, column: 1, inlinedAt: 0},
		],
	});
	for (const each of functions)
		for (const {instructions} of each.blocks) for (const step of instructions) step.at = 1;
	return run([], {
		core: [
			{unit: hooks(pointerBits), direct: true},
			{unit: checked, direct: false},
		],
		exports: functions.map(each => each.name),
	});
}

/** A function of (low, high) that makes the pointer in register 2 and accesses through it. Further registers: i32. */
function through(name: string, pointerBits: 32 | 64, steps: Step[], result: Operand): IrFunction {
	const pointer: Step[] =
		pointerBits === 64
			? [
					{op: 'convert', kind: 'zeroExtend', fromWidth: 32, toWidth: 64, to: 3, from: reg(1)},
					{op: 'binary', operator: 'shl', width: 64, to: 3, left: reg(3), right: num(32, 'i64')},
					{op: 'convert', kind: 'zeroExtend', fromWidth: 32, toWidth: 64, to: 2, from: reg(0)},
					{op: 'binary', operator: 'or', width: 64, to: 2, left: reg(2), right: reg(3)},
				]
			: [{op: 'move', to: 2, from: reg(0)}];
	const type = pointerBits === 64 ? 'i64' : 'i32';
	return fn(name, {
		parameters: ['i32', 'i32'],
		results: ['i32'],
		registers: [type, type, 'i32', 'i32'],
		blocks: [block([...pointer, ...steps], {op: 'return', values: [result]})],
	});
}

for (const pointerBits of [32, 64] as const) {
	test(`accesses outside the direct range go through the hook, ${pointerBits}-bit`, async () => {
		const at = (width: Width, extra: Partial<Access> = {}): Access => access(reg(2), width, extra);
		const machine = await runChecked(pointerBits, [
			through('load8', pointerBits, [{op: 'load', to: 4, ...at(8)}], reg(4)),
			through('load32', pointerBits, [{op: 'load', to: 4, ...at(32)}], reg(4)),
			through('load_atomic', pointerBits, [{op: 'load', to: 4, ...at(32, {ordering: 'acquire'})}], reg(4)),
			through('store32', pointerBits, [{op: 'store', value: num(0x77), ...at(32)}], num(1)),
			through('add32', pointerBits, [{op: 'rmw', operator: 'add', to: 4, value: num(2), ...at(32)}], reg(4)),
			through(
				'cas32',
				pointerBits,
				[{op: 'cmpxchg', to: 4, success: 5, expected: num(0), replacement: num(9), ...at(32)}],
				reg(5),
			),
		]);
		const cell = machine.address('cell');
		const seen = () => ({
			address: readMemory(machine, machine.address('seen_address'), pointerBits),
			access: machine.view.getUint32(machine.address('seen_access'), true),
			line: machine.image.manifest.locations[
				machine.image.manifest.sites[machine.view.getUint32(machine.address('seen_site'), true)] ?? -1
			],
		});
		const forget = (): void => machine.view.setUint32(machine.address('seen_access'), 0, true);

		forget();
		for (const address of [65536, memoryBytes - 4]) machine.call('load32', address, 0);
		machine.call('load8', memoryBytes - 1, 0);
		assert.equal(seen().access, 0, 'a direct access called the hook');

		const outside = [
			[0, 0],
			[65535, 0],
			[memoryBytes - 3, 0],
			[memoryBytes, 0],
			[0xffffffff, 0],
			...(pointerBits === 64
				? [
						[65536, 1],
						[65536, 0xffff8000],
						[0xffffffff, 0xffffffff],
					]
				: []),
		];
		for (const [low = 0, high = 0] of outside) {
			forget();
			machine.call('load32', low, high);
			const whole = (BigInt(high) << 32n) | BigInt(low);
			assert.equal(seen().access, 4, `no hook for ${whole}`);
			assert.equal(seen().address, whole);
		}

		writeMemory(machine, cell, 32, 41n);
		assert.equal(machine.call('load32', 0x20, 0), 41);
		machine.call('load_atomic', 0x20, 0);
		assert.equal(seen().access, 4 | 0x200);
		machine.call('load8', 0x20, 0);
		assert.equal(seen().access, 1);
		machine.call('store32', 0x24, 0);
		assert.equal(seen().access, 4 | 0x100);
		assert.equal(readMemory(machine, cell + 4, 32), 0x77n);
		assert.equal(machine.call('add32', 0x24, 0), 0x77);
		assert.equal(seen().access, 4 | 0x300);
		assert.equal(readMemory(machine, cell + 4, 32), 0x79n);
		writeMemory(machine, cell + 8, 32, 0n);
		assert.equal(machine.call('cas32', 0x28, 0), 1);
		assert.equal(seen().access, 4 | 0x300);
		assert.equal(readMemory(machine, cell + 8, 32), 9n);

		assert.deepEqual([seen().line?.file, seen().line?.line], ['x.h', 5]);
		assert.equal(machine.image.manifest.locations[seen().line?.inlinedAt ?? -1]?.file, 'x.c');
		assert.equal(machine.image.manifest.locations.length, 2);
		assert.equal(machine.image.manifest.sites.length, 6);
	});

	test(`arena pointers: low half only, refused accesses do nothing, ${pointerBits}-bit`, async () => {
		const at = access(reg(2), 32, {space: 1});
		const machine = await runChecked(pointerBits, [
			through('load', pointerBits, [{op: 'load', to: 4, ...at}], reg(4)),
			through('store', pointerBits, [{op: 'store', value: num(0x55), ...at}], num(1)),
			through('add', pointerBits, [{op: 'rmw', operator: 'add', to: 4, value: num(2), ...at}], reg(4)),
			through('max', pointerBits, [{op: 'rmw', operator: 'umax', to: 4, value: num(0xf000), ...at}], reg(4)),
			through(
				'cas',
				pointerBits,
				[
					{op: 'cmpxchg', to: 4, success: 5, expected: num(0), replacement: num(9), ...at},
					{op: 'binary', operator: 'shl', width: 32, to: 5, left: reg(5), right: num(16)},
					{op: 'binary', operator: 'or', width: 32, to: 5, left: reg(5), right: reg(4)},
				],
				reg(5),
			),
		]);
		const cell = machine.address('cell');
		writeMemory(machine, cell, 32, 5n);
		const high = 0x1234;
		assert.equal(machine.call('load', 0x20, high), 5);
		assert.equal(readMemory(machine, machine.address('seen_address'), pointerBits), 0x20n);
		assert.equal(machine.call('add', 0x20, high), 5);
		assert.equal(machine.call('max', 0x20, high), 7);
		assert.equal(machine.call('cas', 0x20, high), 0xf000);
		machine.call('store', 0x20, high);
		assert.equal(readMemory(machine, cell, 32), 0x55n);
		writeMemory(machine, cell, 32, 0n);
		assert.equal(machine.call('cas', 0x20, high), 0x10000);
		assert.equal(readMemory(machine, cell, 32), 9n);

		const refused = 0x80000020;
		const before = new Uint8Array(machine.memory.buffer).slice(0, 256);
		machine.call('store', refused, high);
		assert.deepEqual(new Uint8Array(machine.memory.buffer).slice(0, 256), before);
		assert.equal(readMemory(machine, machine.address('seen_address'), pointerBits), BigInt(refused));
		for (const name of ['load', 'add', 'max', 'cas'])
			assert.equal(machine.call(name, refused, high), 0, name);
		assert.deepEqual(new Uint8Array(machine.memory.buffer).slice(0, 256), before);
		assert.equal(readMemory(machine, cell, 32), 9n);
	});
}

test('accesses inside objects at constant distances have no check, others have one', async () => {
	const steps: Step[] = [
		{op: 'store', value: num(1), ...access(frameAt(0, 4), 32)},
		{op: 'store', value: num(2), ...access(sym('own', 4), 32)},
		{op: 'binary', operator: 'add', width: 32, to: 2, left: sym('own'), right: num(8)},
		{op: 'binary', operator: 'sub', width: 32, to: 3, left: reg(2), right: num(4)},
		{op: 'store', value: num(3), ...access(reg(3), 32)},
		{op: 'store', value: num(4), ...access(reg(2), 32)},
	];
	const f = fn('f', {
		parameters: ['i32'],
		registers: ['i32', 'i32', 'i32'],
		frame: [{size: 8, align: 4, name: 'pair'}],
		blocks: [block(steps, {op: 'return', values: []})],
	});
	const core = unit('objects', {functions: [f], globals: [global('own', 12)]});
	const withoutHooks = {core: [{unit: core, direct: false}], exports: ['f']};
	const machine = await run([], withoutHooks);
	machine.call('f', 0);
	const own = machine.address('own');
	assert.deepEqual(
		[4, 8].map(offset => readMemory(machine, own + offset, 32)),
		[3n, 4n],
	);
	assert.deepEqual(machine.image.manifest.sites, []);

	// One byte further no object holds the access, and there is no hook to ask.
	for (const beyond of [sym('own', 9), sym('own', -1), frameAt(0, 5), reg(0)]) {
		const wild = fn('f', {
			...f,
			blocks: [block([{op: 'store', value: num(1), ...access(beyond, 32)}], {op: 'return', values: []})],
		});
		const program = linkUnits([], {
			core: [{unit: {...core, functions: [wild]}, direct: false}],
			exports: ['f'],
		});
		await assert.rejects(emitRun(program), (error: unknown) => {
			assert.ok(error instanceof LinkError);
			assert.match(
				error.message,
				/objects\.c:7: this access needs '__mmu_translate', which no core unit defines/,
			);
			return true;
		});
	}
});

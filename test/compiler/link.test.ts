import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Unit} from '../../source/compiler/ir/ir.ts';
import {LinkError, type LinkOptions} from '../../source/compiler/link.ts';
import {
	access,
	block,
	calling,
	fn,
	global,
	linkUnits,
	num,
	reg,
	returning,
	run,
	sym,
	unit,
} from './emit-helpers.ts';

/** The problems a link reports. */
function problemsOf(core: Unit[], extra: Partial<LinkOptions>): readonly string[] {
	try {
		linkUnits(core, extra);
	} catch (error) {
		assert.ok(error instanceof LinkError, String(error));
		return error.problems;
	}
	throw new Error('the link succeeded');
}

const loading = (name: string, from: string) =>
	fn(name, {
		results: ['i32'],
		registers: ['i32'],
		blocks: [block([{op: 'load', to: 0, ...access(sym(from), 32)}], {op: 'return', values: [reg(0)]})],
	});

test('internal symbols belong to their unit, external ones to all', async () => {
	const a = unit('a', {functions: [returning('helper', 1, 'internal'), calling('from_a', 'helper')]});
	const b = unit('b', {functions: [returning('helper', 2, 'internal'), calling('from_b', 'helper')]});
	const c = unit('c', {functions: [calling('from_c', 'from_b')]});
	const machine = await run([a, b, c], {exports: ['from_a', 'from_b', 'from_c']});
	assert.deepEqual([machine.call('from_a'), machine.call('from_b'), machine.call('from_c')], [1, 2, 2]);
});

test('an external definition wins over a weak one, in either order', async () => {
	const weak = unit('weak', {functions: [returning('f', 1, 'weak'), calling('user', 'f')]});
	const strong = unit('strong', {functions: [returning('f', 2)]});
	for (const units of [
		[weak, strong],
		[strong, weak],
	]) {
		const machine = await run(units, {exports: ['user', 'f']});
		assert.deepEqual([machine.call('user'), machine.call('f')], [2, 2]);
	}
	const alone = await run([weak], {exports: ['user']});
	assert.equal(alone.call('user'), 1);
});

test('a name defined twice is reported with both units', () => {
	const problems = problemsOf(
		[unit('one', {functions: [returning('f', 1)]}), unit('two', {globals: [global('f', 4)]})],
		{
			exports: ['f'],
		},
	);
	assert.equal(problems.length, 1);
	assert.match(problems[0] ?? '', /'f' is defined twice: in one and in two/);
});

test('an undefined name is reported with the C line and the unit, all of them at once', () => {
	const problems = problemsOf(
		[
			unit('user', {functions: [calling('f', 'nowhere'), loading('g', 'no_data')]}),
			unit('other', {functions: [returning('nowhere', 1, 'internal')]}),
		],
		{exports: ['f', 'g']},
	);
	assert.deepEqual(problems, [
		"user.c:7: undefined symbol 'nowhere' in user; it is static in other",
		"user.c:7: undefined symbol 'no_data' in user; no unit defines it",
	]);
});

test('an undefined name in the initial value of a global is reported', () => {
	const pointer = global('p', 4, {relocations: [{offset: 0, symbol: 'gone', addend: 0, size: 4}]});
	assert.deepEqual(problemsOf([unit('u', {globals: [pointer]})], {}), [
		"u, initial value of 'p': undefined symbol 'gone' in u; no unit defines it",
	]);
});

test('calls that do not agree with the definition are reported', () => {
	const takesTwo = fn('two', {
		parameters: ['i32', 'i64'],
		results: ['i32'],
		blocks: [block([], {op: 'return', values: [reg(0)]})],
	});
	const problems = problemsOf(
		[unit('a', {functions: [calling('f', 'two')]}), unit('b', {functions: [takesTwo]})],
		{
			exports: ['f'],
		},
	);
	assert.equal(problems.length, 1);
	assert.match(
		problems[0] ?? '',
		/a\.c:7: 'two' is called as \(\) → i32, but b defines it as \(i32, i64\) → i32/,
	);
});

test('units of different targets do not link', () => {
	const problems = problemsOf(
		[unit('a', {}), unit('b', {bigEndian: true}), unit('c', {pointerBits: 64})],
		{},
	);
	assert.equal(problems.length, 2);
	assert.match(problems[0] ?? '', /b is 32-bit big endian, but a is 32-bit little endian/);
});

test('exports must exist and take 32-bit numbers', () => {
	const wide = fn('wide', {parameters: ['i64'], blocks: [block([], {op: 'return', values: []})]});
	const problems = problemsOf([unit('a', {functions: [wide]})], {exports: ['wide', 'gone']});
	assert.deepEqual(
		problems.map(problem => problem.slice(0, 27)),
		["exported function 'gone' is", "exported function 'wide' is"],
	);
});

test('what nothing reaches is left out, external data of the core is kept', () => {
	const program = linkUnits(
		[
			unit('a', {
				functions: [
					calling('used', 'helper'),
					returning('helper', 1, 'internal'),
					calling('unused', 'not_defined'),
				],
				globals: [global('kept', 4), global('dropped', 4, {linkage: 'internal'})],
			}),
		],
		{exports: ['used']},
	);
	assert.deepEqual(
		program.functions.map(each => each.name),
		['used', 'a:helper'],
	);
	assert.deepEqual(Object.keys(program.symbols), ['kept']);
	assert.equal(program.staticEnd, 65536 + 32);
});

test('globals are aligned, do not overlap, and start above 64 KiB', () => {
	const globals = [
		global('byte', 1, {align: 1, initial: Uint8Array.of(9)}),
		global('page', 4096, {align: 4096}),
		global('word', 8, {align: 8, initial: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)}),
		global('empty', 0, {align: 1}),
	];
	const {symbols, staticEnd} = linkUnits([unit('a', {globals})]);
	const places = Object.values(symbols).sort((a, b) => a.address - b.address);
	for (const [index, place] of places.entries()) {
		const next = places[index + 1]?.address ?? staticEnd;
		assert.ok(place.address >= 65536 && place.address + place.size <= next, JSON.stringify(places));
	}
	assert.equal((symbols.page?.address ?? 1) % 4096, 0);
	assert.equal((symbols.word?.address ?? 1) % 8, 0);
	assert.equal(new Set(places.map(place => place.address)).size, 4);
});

test('static data that does not fit is reported', () => {
	const problems = problemsOf([unit('a', {globals: [global('big', 1 << 20)]})], {});
	assert.match(problems[0] ?? '', /static data ends at .* but the memory has 262144 bytes/);
});

for (const bigEndian of [false, true]) {
	for (const pointerBits of [32, 64] as const) {
		test(`relocations, ${pointerBits}-bit ${bigEndian ? 'big' : 'little'} endian`, async () => {
			const size = pointerBits === 64 ? 8 : 4;
			const pointers = global('pointers', 3 * size, {
				initial: new Uint8Array(3 * size).fill(0xee),
				relocations: [
					{offset: 0, symbol: 'target', addend: 12, size},
					{offset: size, symbol: 'callee', addend: 0, size},
					{offset: 2 * size, symbol: 'target', addend: -4, size},
				],
			});
			const machine = await run([
				unit('a', {
					pointerBits,
					bigEndian,
					globals: [pointers, global('target', 64)],
					functions: [returning('callee', 5)],
				}),
			]);
			const at = machine.address('pointers');
			const read = (index: number): number =>
				size === 8
					? Number(machine.view.getBigUint64(at + index * 8, !bigEndian))
					: machine.view.getUint32(at + index * 4, !bigEndian);
			assert.equal(read(0), machine.address('target') + 12);
			assert.equal(read(2), machine.address('target') - 4);
			assert.equal((machine.tableEntry(read(1)) as () => number)(), 5);
			assert.equal(machine.tableEntry(0), null);
		});
	}
}

const slots = ['slot_a', 'slot_b'];
const core = unit('core', {
	functions: [
		returning('slot_a', 10, 'weak'),
		returning('slot_b', 20, 'weak'),
		calling('call_a', 'slot_a'),
		calling('call_b', 'slot_b'),
		returning('core_help', 7),
	],
});
const variants = [
	{id: 'V0', units: [unit('v0', {functions: [calling('slot_a', 'helper'), returning('helper', 100)]})]},
	{
		id: 'V1',
		units: [
			unit('v1', {functions: [calling('slot_b', 'slot_a'), calling('slot_a', 'helper')]}),
			unit('v1_help', {functions: [returning('helper', 200)]}),
		],
	},
	{id: 'V2', units: [unit('v2', {functions: [calling('slot_b', 'slot_a'), returning('unused', 1)]})]},
	{id: 'V3', units: [unit('v3', {functions: [calling('slot_a', 'core_help')]})]},
];

test('a call of a slot goes to the selected variant, else to the weak definition of the core', async () => {
	const machine = await run([core], {slots, variants, exports: ['call_a', 'call_b']});
	const results = variants.map((_variant, index) => {
		machine.set('variant', index);
		return [machine.call('call_a'), machine.call('call_b')];
	});
	assert.deepEqual(results, [
		[100, 20],
		[200, 200],
		// V2's own reference to the slot it lacks goes to the core's.
		[10, 10],
		[7, 20],
	]);
	assert.deepEqual(machine.image.manifest.variants, ['V0', 'V1', 'V2', 'V3']);
	assert.deepEqual(machine.image.manifest.variantSlots, {
		V0: ['slot_a'],
		V1: ['slot_a', 'slot_b'],
		V2: ['slot_b'],
		V3: ['slot_a'],
	});
});

test('the address of a slot is that of its dispatching function, also in initial values', async () => {
	const ops = global('ops', 4, {relocations: [{offset: 0, symbol: 'slot_a', addend: 0, size: 4}]});
	const indirect = fn('indirect', {
		results: ['i32'],
		registers: ['i32', 'i32'],
		blocks: [
			block(
				[
					{op: 'load', to: 0, ...access(sym('ops'), 32)},
					{
						op: 'call',
						to: [1],
						callee: {kind: 'indirect', target: reg(0)},
						args: [],
						parameters: [],
						results: ['i32'],
					},
				],
				{op: 'return', values: [reg(1)]},
			),
		],
	});
	const isSame = fn('is_same', {
		results: ['i32'],
		registers: ['i32', 'i32'],
		blocks: [
			block(
				[
					{op: 'load', to: 0, ...access(sym('ops'), 32)},
					{op: 'compare', predicate: 'eq', width: 32, to: 1, left: reg(0), right: sym('slot_a')},
				],
				{op: 'return', values: [reg(1)]},
			),
		],
	});
	const user = unit('user', {globals: [ops], functions: [indirect, isSame]});
	const machine = await run([core, user], {slots, variants, exports: ['indirect', 'is_same']});
	assert.equal(machine.call('is_same'), 1);
	const results = variants.map((_variant, index) => {
		machine.set('variant', index);
		return machine.call('indirect');
	});
	assert.deepEqual(results, [100, 200, 10, 7]);
});

test('without variants a slot is an ordinary weak function', async () => {
	const machine = await run([core], {slots, exports: ['call_a']});
	assert.equal(machine.call('call_a'), 10);
});

test('a slot that a variant and the core lack is reported', () => {
	const user = unit('user', {functions: [calling('call_c', 'slot_c')]});
	assert.deepEqual(problemsOf([core, user], {slots: [...slots, 'slot_c'], variants, exports: ['call_c']}), [
		"user.c:7: slot 'slot_c' has no definition in variant V0 and no __weak one in the core",
	]);
});

test('definitions of a slot must agree', () => {
	const odd = fn('slot_a', {
		parameters: ['i32'],
		results: ['i32'],
		blocks: [block([], {op: 'return', values: [num(1)]})],
	});
	const pair = [
		{id: 'V0', units: []},
		{id: 'odd', units: [unit('odd', {functions: [odd]})]},
	];
	assert.deepEqual(problemsOf([core], {slots, variants: pair}), [
		"slot 'slot_a' is (i32) → i32 in odd (variant odd), but () → i32 in core",
	]);
});

test('functions of variants and programs cannot be used from outside, and the message says so', () => {
	const user = unit('user', {functions: [calling('call_helper', 'helper')]});
	assert.deepEqual(problemsOf([core, user], {slots, variants, exports: ['call_helper']}), [
		"user.c:7: undefined symbol 'helper' in user; variant V0 defines it, but it is not a slot, so nothing outside can use it",
	]);
});

test('programs are private, and their entries have table indexes', async () => {
	const program = (id: string, value: number) => ({
		id,
		entry: 'prog',
		unit: unit(id, {
			functions: [calling('prog', 'part'), returning('part', value)],
			globals: [global('state', 4, {initial: Uint8Array.of(value)})],
		}),
	});
	const machine = await run([core], {programs: [program('first', 1), program('second', 2)]});
	const {programs, symbols} = machine.image.manifest;
	const entry = (id: string): unknown => (machine.tableEntry(programs[id] ?? 0) as () => number)();
	assert.deepEqual([entry('first'), entry('second')], [1, 2]);
	assert.deepEqual(symbols, {});
	const broken = {...program('third', 3), entry: 'gone'};
	assert.deepEqual(problemsOf([core], {programs: [broken]}), [
		"program third: third has no function 'gone' that is not static",
	]);
});

test('locations of several units become one table without repeats', () => {
	const locations = [
		{function: 'outer', file: 'a.h', line: 1, column: 2, inlinedAt: -1},
		{function: 'inner', file: 'a.h', line: 3, column: 4, inlinedAt: 0},
	];
	const other = [{function: 'main', file: 'b.c', line: 9, column: 9, inlinedAt: -1}, ...locations];
	const shifted = other.map(each => ({...each, inlinedAt: each.inlinedAt < 0 ? -1 : each.inlinedAt + 1}));
	const program = linkUnits(
		[
			unit('a', {locations, functions: [returning('f', 1)]}),
			unit('b', {locations: shifted, functions: [returning('g', 1)]}),
		],
		{exports: ['f', 'g']},
	);
	assert.equal(program.locations.length, 3);
	const [f, g] = program.functions;
	assert.deepEqual(f?.unit.locations, [0, 1]);
	assert.deepEqual(g?.unit.locations, [2, 0, 1]);
});

test('a program with 64-bit pointers calls a kernel with 32-bit ones', async () => {
	const add = fn('kfunc', {
		parameters: ['i32', 'i32', 'i64'],
		results: ['i32'],
		registers: ['i32'],
		blocks: [
			block(
				[
					{op: 'convert', kind: 'truncate', fromWidth: 64, toWidth: 32, to: 3, from: reg(2)},
					{op: 'binary', operator: 'add', width: 32, to: 3, left: reg(3), right: reg(0)},
					{op: 'binary', operator: 'add', width: 32, to: 3, left: reg(3), right: reg(1)},
				],
				{op: 'return', values: [reg(3)]},
			),
		],
	});
	const entry = fn('program', {
		results: ['i32'],
		registers: ['i64', 'i32'],
		blocks: [
			block(
				[
					{
						op: 'call',
						to: [0],
						callee: {kind: 'direct', name: 'kfunc'},
						args: [num(0x1_0000_0001n, 'i64'), num(20), num(300, 'i64')],
						parameters: ['i64', 'i32', 'i64'],
						results: ['i64'],
					},
					{op: 'convert', kind: 'truncate', fromWidth: 64, toWidth: 32, to: 1, from: reg(0)},
				],
				{op: 'return', values: [reg(1)]},
			),
		],
	});
	const programs = [{id: 'p', entry: 'program', unit: unit('p', {pointerBits: 64, functions: [entry]})}];
	const machine = await run([unit('kernel', {functions: [add]})], {programs});
	const index = machine.image.manifest.programs.p ?? 0;
	assert.equal((machine.tableEntry(index) as () => number)(), 321);

	// Not so between units of the kernel.
	const wide = unit('wide', {pointerBits: 64, functions: [{...entry, name: 'other'}]});
	assert.match(
		problemsOf([unit('kernel', {functions: [add]}), wide], {}).join(),
		/wide is 64-bit little endian/,
	);
});

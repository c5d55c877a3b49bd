import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Worker} from 'node:worker_threads';
import {emitRun} from '../../source/compiler/emit-run.ts';
import type {Access, IrFunction, RmwOperator} from '../../source/compiler/ir/ir.ts';
import {
	access,
	block,
	fn,
	global,
	linkUnits,
	num,
	readMemory,
	reg,
	run,
	type Step,
	start,
	sym,
	unit,
	writeMemory,
} from './emit-helpers.ts';

type Width = Access['width'];
const widths: Width[] = [8, 16, 32, 64];
const typeOf = (width: number) => (width <= 32 ? 'i32' : 'i64');
const orders = [
	{name: 'little', bigEndian: false},
	{name: 'big', bigEndian: true},
];

/** Widens the value in `register` to 64 bits and stores it in `output`. */
function report(width: number, register: number, wide: number): Step[] {
	return [
		{op: 'convert', kind: 'zeroExtend', fromWidth: width, toWidth: 64, to: wide, from: reg(register)},
		{op: 'store', value: reg(wide), ...access(sym('output'), 64)},
	];
}

const globals = [global('cell', 32), global('input', 16), global('output', 16)];

for (const {name, bigEndian} of orders) {
	test(`loads and stores of every width, ordering and alignment, ${name} endian`, async () => {
		const kinds: {id: string; extra: Partial<Access>}[] = [
			{id: 'plain', extra: {}},
			{id: 'unaligned', extra: {align: 1}},
			{id: 'volatile', extra: {volatile: true}},
			{id: 'volatile_by_bytes', extra: {volatile: true, align: 1}},
			{id: 'volatile_by_halves', extra: {volatile: true, align: 2}},
			{id: 'volatile_by_words', extra: {volatile: true, align: 4}},
			{id: 'relaxed', extra: {ordering: 'relaxed'}},
			{id: 'seq_cst', extra: {ordering: 'seq_cst'}},
		];
		const cases = kinds.flatMap(kind => widths.map(width => ({...kind, width})));
		const functions = cases.flatMap(({id, extra, width}) => [
			fn(`load_${id}${width}`, {
				registers: [typeOf(width), 'i64'],
				blocks: [
					block([{op: 'load', to: 0, ...access(sym('cell', 8), width, extra)}, ...report(width, 0, 1)], {
						op: 'return',
						values: [],
					}),
				],
			}),
			fn(`store_${id}${width}`, {
				registers: ['i64', typeOf(width)],
				blocks: [
					block(
						[
							{op: 'load', to: 0, ...access(sym('input'), 64)},
							{op: 'convert', kind: 'truncate', fromWidth: 64, toWidth: width, to: 1, from: reg(0)},
							{op: 'store', value: reg(1), ...access(sym('cell', 8), width, extra)},
						],
						{op: 'return', values: []},
					),
				],
			}),
		]);
		const machine = await run([unit('memory', {bigEndian, globals, functions})], {
			exports: functions.map(f => f.name),
		});
		const cell = machine.address('cell') + 8;
		for (const {id, width} of cases) {
			for (const value of [0x0123456789abcdefn, 0xfedcba9876543210n, 0x80ff7f0100000001n]) {
				writeMemory(machine, cell, 64, 0x1111111111111111n);
				writeMemory(machine, cell, width, BigInt.asUintN(width, value));
				machine.call(`load_${id}${width}`);
				assert.equal(
					readMemory(machine, machine.address('output'), 64),
					BigInt.asUintN(width, value),
					`load ${id} ${width}`,
				);

				writeMemory(machine, cell, 64, 0x1111111111111111n);
				writeMemory(machine, machine.address('input'), 64, value);
				machine.call(`store_${id}${width}`);
				assert.equal(readMemory(machine, cell, width), BigInt.asUintN(width, value), `store ${id} ${width}`);
				const beyond = readMemory(machine, cell + width / 8, 8);
				assert.equal(beyond, width === 64 ? 0n : 0x11n, `store ${id} ${width} writes too much`);
			}
		}
	});

	test(`read-modify-write operators at every width, ${name} endian`, async () => {
		type Reference = (old: bigint, value: bigint, width: number) => bigint;
		const pick = (isNew: boolean, old: bigint, value: bigint): bigint => (isNew ? value : old);
		const references: Record<RmwOperator, Reference> = {
			xchg: (_old, value) => value,
			add: (old, value) => old + value,
			sub: (old, value) => old - value,
			and: (old, value) => old & value,
			or: (old, value) => old | value,
			xor: (old, value) => old ^ value,
			nand: (old, value) => ~(old & value),
			max: (old, value, w) => pick(BigInt.asIntN(w, value) > BigInt.asIntN(w, old), old, value),
			min: (old, value, w) => pick(BigInt.asIntN(w, value) < BigInt.asIntN(w, old), old, value),
			umax: (old, value) => pick(value > old, old, value),
			umin: (old, value) => pick(value < old, old, value),
		};
		const operators = Object.keys(references) as RmwOperator[];
		const functions = operators.flatMap(operator =>
			widths.map(width =>
				fn(`${operator}${width}`, {
					registers: ['i64', typeOf(width), typeOf(width), 'i64'],
					blocks: [
						block(
							[
								{op: 'load', to: 0, ...access(sym('input'), 64)},
								{op: 'convert', kind: 'truncate', fromWidth: 64, toWidth: width, to: 1, from: reg(0)},
								{
									op: 'rmw',
									operator,
									to: 2,
									value: reg(1),
									...access(sym('cell', 8), width, {ordering: 'seq_cst'}),
								},
								...report(width, 2, 3),
							],
							{op: 'return', values: []},
						),
					],
				}),
			),
		);
		const machine = await run([unit('rmw', {bigEndian, globals, functions})], {
			exports: functions.map(f => f.name),
		});
		const cell = machine.address('cell') + 8;
		const values = [0n, 1n, 0xffn, 0x7fffn, 0x8000000080008080n, 0xffffffffffffffffn, 0x0123456789abcdefn];
		for (const operator of operators) {
			for (const width of widths) {
				for (const old of values) {
					for (const value of values) {
						const [from, by] = [BigInt.asUintN(width, old), BigInt.asUintN(width, value)];
						writeMemory(machine, cell, width, from);
						writeMemory(machine, machine.address('input'), 64, value);
						machine.call(`${operator}${width}`);
						const expected = BigInt.asUintN(width, references[operator](from, by, width));
						assert.equal(readMemory(machine, cell, width), expected, `${operator} i${width} ${from}, ${by}`);
						assert.equal(
							readMemory(machine, machine.address('output'), 64),
							from,
							`old value of ${operator} i${width}`,
						);
					}
				}
			}
		}
	});

	test(`compare-exchange at every width, ${name} endian`, async () => {
		const functions = widths.map(width =>
			fn(`cmpxchg${width}`, {
				registers: ['i64', 'i64', typeOf(width), typeOf(width), 'i64', 'i32'],
				results: ['i32'],
				blocks: [
					block(
						[
							{op: 'load', to: 0, ...access(sym('input'), 64)},
							{op: 'load', to: 1, ...access(sym('input', 8), 64)},
							{op: 'convert', kind: 'truncate', fromWidth: 64, toWidth: width, to: 2, from: reg(0)},
							{op: 'convert', kind: 'truncate', fromWidth: 64, toWidth: width, to: 3, from: reg(1)},
							{
								op: 'cmpxchg',
								// The old value goes where the expected one was.
								to: 2,
								success: 5,
								expected: reg(2),
								replacement: reg(3),
								...access(sym('cell', 8), width, {ordering: 'acq_rel'}),
							},
							...report(width, 2, 4),
						],
						{op: 'return', values: [reg(5)]},
					),
				],
			}),
		);
		const machine = await run([unit('cas', {bigEndian, globals, functions})], {
			exports: functions.map(f => f.name),
		});
		const cell = machine.address('cell') + 8;
		const cut = (width: number, value: bigint): bigint => BigInt.asUintN(width, value);
		for (const width of widths) {
			for (const isEqual of [true, false]) {
				const [old, next] = [cut(width, 0x8123456789abcdefn), cut(width, 0x1122334455667788n)];
				writeMemory(machine, cell, width, old);
				writeMemory(machine, machine.address('input'), 64, isEqual ? old : old ^ 1n);
				writeMemory(machine, machine.address('input') + 8, 64, next);
				assert.equal(machine.call(`cmpxchg${width}`), isEqual ? 1 : 0, `success, i${width}`);
				assert.equal(readMemory(machine, cell, width), isEqual ? next : old, `memory, i${width}`);
				assert.equal(readMemory(machine, machine.address('output'), 64), old, `old value, i${width}`);
			}
		}
	});

	test(`two threads add to one counter, ${name} endian`, async () => {
		const rounds = 20_000;
		const counting = (id: string, width: Width, offset: number): IrFunction =>
			fn(id, {
				parameters: ['i32'],
				registers: [typeOf(width)],
				blocks: [
					block([], {op: 'jump', target: 1}),
					block(
						[
							{
								op: 'rmw',
								operator: 'add',
								to: 1,
								value: num(1, typeOf(width)),
								...access(sym('cell', offset), width, {ordering: 'relaxed'}),
							},
							{op: 'binary', operator: 'add', width: 32, to: 0, left: reg(0), right: num(-1)},
						],
						{op: 'branch', condition: reg(0), whenTrue: 1, whenFalse: 2},
					),
					block([], {op: 'return', values: []}),
				],
			});
		const functions = [counting('count64', 64, 0), counting('count32', 32, 8), counting('count16', 16, 14)];
		const image = await emitRun(
			linkUnits([unit('counter', {bigEndian, globals, functions})], {exports: functions.map(f => f.name)}),
		);
		const machine = start(image);
		const code = `
			const {parentPort, workerData: {wasm, memory, rounds}} = require('node:worker_threads');
			const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), {env: {memory, trap() {}}});
			parentPort.once('message', () => {
				for (const name of ['count64', 'count32', 'count16']) instance.exports[name](rounds);
				parentPort.postMessage('done');
			});
			parentPort.postMessage('ready');`;
		const {memory} = machine;
		const workers = [1, 2].map(
			() => new Worker(code, {eval: true, execArgv: [], workerData: {wasm: image.wasm, memory, rounds}}),
		);
		const next = (worker: Worker) =>
			new Promise((resolve, reject) => {
				worker.once('message', resolve);
				worker.once('error', reject);
			});
		try {
			await Promise.all(workers.map(next));
			const done = Promise.all(workers.map(next));
			for (const worker of workers) worker.postMessage('go');
			await done;
		} finally {
			await Promise.all(workers.map(worker => worker.terminate()));
		}
		const cell = machine.address('cell');
		assert.equal(readMemory(machine, cell, 64), BigInt(2 * rounds));
		assert.equal(readMemory(machine, cell + 8, 32), BigInt(2 * rounds));
		assert.equal(readMemory(machine, cell + 14, 16), BigInt(2 * rounds));
	});
}

/** Counts the memory instructions in the text of an optimised module, by instruction name. */
async function instructionsOf(functions: IrFunction[]): Promise<Map<string, number>> {
	const image = await emitRun(
		linkUnits([unit('text', {functions, globals})], {exports: functions.map(f => f.name)}),
	);
	const {loadBinaryen} = await import('../../source/compiler/emit-binaryen.ts');
	const module = (await loadBinaryen()).readBinary(image.wasm);
	const body = module.emitText();
	module.dispose();
	const counts = new Map<string, number>();
	for (const [, found = ''] of body.matchAll(/\(([\w.]*(?:load|store|fence)\w*)/g))
		counts.set(found, (counts.get(found) ?? 0) + 1);
	// The start function has a few of its own only when there is initial data; there is none here.
	return counts;
}

test('the optimiser keeps every volatile access and every fence', async () => {
	const cell = access(sym('cell'), 32, {volatile: true});
	const counts = await instructionsOf([
		fn('stores', {
			blocks: [
				block(
					[
						{op: 'store', value: num(1), ...cell},
						{op: 'store', value: num(1), ...cell},
						{op: 'store', value: num(2), ...cell},
					],
					{
						op: 'return',
						values: [],
					},
				),
			],
		}),
		fn('loads', {
			results: ['i32'],
			registers: ['i32', 'i32', 'i32'],
			blocks: [
				block(
					[
						{op: 'load', to: 0, ...cell},
						{op: 'load', to: 1, ...cell},
						{op: 'load', to: 2, ...cell},
					],
					{
						op: 'return',
						values: [reg(2)],
					},
				),
			],
		}),
		fn('fences', {
			blocks: [
				block(
					[
						{op: 'store', value: num(1), ...access(sym('cell'), 8)},
						{op: 'fence', ordering: 'seq_cst'},
						{op: 'store', value: num(1), ...access(sym('cell', 1), 8)},
						{op: 'fence', ordering: 'acquire'},
					],
					{op: 'return', values: []},
				),
			],
		}),
	]);
	assert.deepEqual(Object.fromEntries([...counts].sort()), {
		'atomic.fence': 2,
		'i32.atomic.load': 3,
		'i32.store': 3,
		'i32.store8': 2,
	});
});

test('a loop that waits for a volatile word sees it change', async () => {
	const f = fn('f', {
		results: ['i32'],
		registers: ['i32', 'i32'],
		blocks: [
			block([{op: 'move', to: 1, from: num(0)}], {op: 'jump', target: 1}),
			block(
				[
					{op: 'load', to: 0, ...access(sym('cell'), 32, {volatile: true})},
					// What another thread would do, at the same address but not to the compiler's eyes.
					{
						op: 'rmw',
						operator: 'add',
						to: 1,
						value: num(1),
						...access(sym('cell'), 32, {ordering: 'relaxed'}),
					},
					{op: 'compare', predicate: 'ult', width: 32, to: 1, left: reg(0), right: num(100)},
				],
				{op: 'branch', condition: reg(1), whenTrue: 1, whenFalse: 2},
			),
			block([], {op: 'return', values: [reg(0)]}),
		],
	});
	const machine = await run([unit('spin', {functions: [f], globals})], {exports: ['f']});
	assert.equal(machine.call('f'), 100);
});

test('loads, stores and exchanges in memory order of the target have the WebAssembly forms they need', async () => {
	const at = (extra: Partial<Access>): Access => access(sym('cell'), 32, extra);
	const counts = await instructionsOf([
		fn('f', {
			registers: ['i32', 'i32'],
			blocks: [
				block(
					[
						{op: 'store', value: num(1), ...at({ordering: 'relaxed'})},
						{op: 'store', value: num(1), ...at({ordering: 'release'})},
						{op: 'store', value: num(1), ...at({ordering: 'seq_cst', align: 2})},
						{op: 'load', to: 0, ...at({ordering: 'acquire'})},
						{op: 'load', to: 1, ...at({volatile: true, align: 2})},
					],
					{op: 'return', values: []},
				),
			],
		}),
	]);
	assert.deepEqual(Object.fromEntries([...counts].sort()), {
		'i32.atomic.load': 1,
		'i32.atomic.load16_u': 2,
		'i32.atomic.store': 1,
		'i32.store': 2,
	});
});

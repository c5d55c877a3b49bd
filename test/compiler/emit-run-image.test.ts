import assert from 'node:assert/strict';
import {test} from 'node:test';
import {emitRun} from '../../source/compiler/emit-run.ts';
import type {IrFunction, ValueType} from '../../source/compiler/ir/ir.ts';
import {
	access,
	block,
	createMemory,
	fn,
	global,
	linkUnits,
	memoryBytes,
	num,
	type Running,
	reg,
	returning,
	run,
	start,
	sym,
	Trap,
	unit,
} from './emit-helpers.ts';

/** A function `name(a, b)` that hands its parameters to an intrinsic and returns the result, if there is one. */
function intrinsic(name: string, parameters: ValueType[], results: ValueType[]): IrFunction {
	const args = parameters.map((_type, index) => reg(index));
	const isWide = results[0] === 'i64';
	return fn(`use_${name}`, {
		parameters,
		results: results.length > 0 ? ['i32'] : [],
		registers: ['i64', 'i32'],
		blocks: [
			block(
				[
					{
						op: 'call',
						to: results.length > 0 ? [parameters.length + (isWide ? 0 : 1)] : [],
						callee: {kind: 'direct', name: `__ptelab_${name}`},
						args,
						parameters,
						results,
					},
					...(isWide
						? ([
								{
									op: 'convert',
									kind: 'truncate',
									fromWidth: 64,
									toWidth: 32,
									to: parameters.length + 1,
									from: reg(parameters.length),
								},
							] as const)
						: []),
				],
				{op: 'return', values: results.length > 0 ? [reg(parameters.length + 1)] : []},
			),
		],
	});
}

test('intrinsics', async () => {
	const functions = [
		intrinsic('cpu', [], ['i32']),
		intrinsic('variant', [], ['i32']),
		intrinsic('static_end', [], ['i32']),
		intrinsic('memory_end', [], ['i32']),
		intrinsic('trap', ['i32', 'i32'], []),
		intrinsic('wait', ['i32', 'i32', 'i32'], []),
		intrinsic('wake', ['i32'], []),
	];
	const machine = await run([unit('i', {functions, globals: [global('word', 4)]})], {
		exports: functions.map(f => f.name),
	});
	machine.set('cpu', 5);
	machine.set('variant', 3);
	assert.deepEqual([machine.call('use_cpu'), machine.call('use_variant')], [5, 3]);
	assert.equal(machine.call('use_static_end'), machine.image.manifest.staticEnd);
	assert.equal(machine.call('use_memory_end'), memoryBytes);
	assert.throws(() => machine.call('use_trap', 3, 77), new Trap(3, 77));
	machine.call('use_wake', machine.address('word'));
	// Not the expected value: returns at once. A millisecond passes with the expected one.
	machine.call('use_wait', machine.address('word'), 1, 0xffffffff);
	machine.call('use_wait', machine.address('word'), 0, 1000);
	assert.equal(machine.view.getUint32(machine.address('word'), true), 0);
});

test('intrinsics with 64-bit pointers; a wait compares in the byte order of the target', async () => {
	const waiting = fn('wait', {
		parameters: ['i32'],
		blocks: [
			block(
				[
					{
						op: 'call',
						to: [],
						callee: {kind: 'direct', name: '__ptelab_wait'},
						args: [sym('word'), reg(0), num(0xffffffff)],
						parameters: ['i64', 'i32', 'i32'],
						results: [],
					},
				],
				{op: 'return', values: []},
			),
		],
	});
	const functions = [intrinsic('static_end', [], ['i64']), intrinsic('memory_end', [], ['i64']), waiting];
	const wide = unit('wide', {pointerBits: 64, bigEndian: true, functions, globals: [global('word', 4)]});
	const machine = await run([wide], {exports: functions.map(f => f.name)});
	assert.equal(machine.call('use_static_end'), machine.image.manifest.staticEnd);
	assert.equal(machine.call('use_memory_end'), memoryBytes);
	machine.view.setUint32(machine.address('word'), 0x01020304, false);
	// Would wait for more than an hour if it took the swapped value for equal.
	machine.call('wait', 0x04030201);
	assert.equal(machine.get('cpu'), 0);
});

test('an intrinsic that is called with the wrong types is reported', () => {
	const wrong = unit('w', {functions: [intrinsic('cpu', ['i32'], ['i32'])]});
	assert.throws(
		() => linkUnits([wrong], {exports: ['use_cpu']}),
		/w\.c:7: '__ptelab_cpu' is called as \(i32\) → i32, but the intrinsic is \(\) → i32/,
	);
});

test('unreachable places: a trap with code 3, or the WebAssembly instruction', async () => {
	const ending = (name: string, trap: boolean) =>
		fn(name, {results: ['i32'], blocks: [block([], {op: 'unreachable', trap})]});
	const machine = await run([unit('u', {functions: [ending('bug', true), ending('never', false)]})], {
		exports: ['bug', 'never'],
	});
	assert.throws(() => machine.call('bug'), new Trap(3, 0));
	assert.throws(() => machine.call('never'), WebAssembly.RuntimeError);
});

test('calling a null function pointer traps', async () => {
	const f = fn('f', {
		blocks: [
			block(
				[
					{
						op: 'call',
						to: [],
						callee: {kind: 'indirect', target: num(0)},
						args: [],
						parameters: [],
						results: [],
					},
				],
				{
					op: 'return',
					values: [],
				},
			),
		],
	});
	const machine = await run([unit('null', {functions: [f]})], {exports: ['f']});
	assert.throws(() => machine.call('f'), WebAssembly.RuntimeError);
});

test('imports and exports are those of the contract', async () => {
	const functions = [intrinsic('trap', ['i32', 'i32'], [])];
	const globals = [global('word', 4, {initial: Uint8Array.of(1)})];
	const image = await emitRun(linkUnits([unit('i', {functions, globals})], {exports: ['use_trap']}));
	const module = new WebAssembly.Module(image.wasm);
	const entries = (list: {name: string; kind: string}[]) =>
		list.map(({name, kind}) => `${kind} ${name}`).sort();
	assert.deepEqual(entries(WebAssembly.Module.imports(module)), ['function trap', 'memory memory']);
	assert.deepEqual(entries(WebAssembly.Module.exports(module)), [
		'function use_trap',
		'global cpu',
		'global stack_pointer',
		'global variant',
		'table table',
	]);
});

test('initial data is written once for each memory, whatever starts later', async () => {
	const globals = [global('counter', 4, {initial: Uint8Array.of(10, 0, 0, 0)}), global('zero', 4)];
	const add = fn('add', {
		results: ['i32'],
		registers: ['i32'],
		blocks: [
			block([{op: 'rmw', operator: 'add', to: 0, value: num(1), ...access(sym('counter'), 32)}], {
				op: 'return',
				values: [reg(0)],
			}),
		],
	});
	const image = await emitRun(linkUnits([unit('data', {globals, functions: [add]})], {exports: ['add']}));
	const memory = createMemory(image);
	const machines: Running[] = [start(image, memory), start(image, memory)];
	assert.deepEqual(
		machines.map(machine => machine.call('add')),
		[10, 11],
	);
	assert.equal(start(image, memory).call('add'), 12);
	assert.equal(start(image).call('add'), 10);
});

test('the same program gives the same bytes', async () => {
	const program = () =>
		linkUnits([unit('same', {functions: [returning('f', 1)], globals: [global('g', 8)]})], {exports: ['f']});
	const [first, second] = [await emitRun(program()), await emitRun(program())];
	assert.deepEqual(first.wasm, second.wasm);
	assert.deepEqual(first.manifest, second.manifest);
});

test('a function that does not validate is named', async () => {
	const bad = fn('bad', {
		results: ['i32'],
		registers: ['i64'],
		// The result is an i32, the instruction makes an i64.
		blocks: [
			block([{op: 'binary', operator: 'add', width: 32, to: 0, left: num(1), right: num(2)}], {
				op: 'return',
				values: [num(1)],
			}),
		],
	});
	const program = linkUnits([unit('v', {functions: [returning('good', 1), bad]})], {
		exports: ['good', 'bad'],
	});
	// Binaryen prints what it found wrong.
	await assert.rejects(emitRun(program), /does not validate; at fault: 'bad'$/);
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {BinaryOperator, IrFunction, Predicate} from '../../source/compiler/ir/ir.ts';
import {access, block, fn, global, type Running, reg, run, type Step, sym, unit} from './emit-helpers.ts';

const widths = [1, 2, 7, 8, 13, 16, 24, 31, 32, 33, 40, 48, 63, 64];
const typeOf = (width: number) => (width <= 32 ? 'i32' : 'i64');

/**
 * Makes a function that reads `input[0]` and `input[1]`, cuts them to the width, computes and writes `output`. Registers:
 * 0 and 1 raw, 2 and 3 the operands, 4 the result, 5 the result as 64 bits.
 */
function computing(name: string, width: number, resultWidth: number, step: Step): IrFunction {
	const type = typeOf(width);
	return fn(name, {
		registers: ['i64', 'i64', type, type, typeOf(resultWidth), 'i64'],
		blocks: [
			block(
				[
					{op: 'load', to: 0, ...access(sym('input'), 64)},
					{op: 'load', to: 1, ...access(sym('input', 8), 64)},
					{op: 'convert', kind: 'truncate', fromWidth: 64, toWidth: width, to: 2, from: reg(0)},
					{op: 'convert', kind: 'truncate', fromWidth: 64, toWidth: width, to: 3, from: reg(1)},
					step,
					{op: 'convert', kind: 'zeroExtend', fromWidth: resultWidth, toWidth: 64, to: 5, from: reg(4)},
					{op: 'store', value: reg(5), ...access(sym('output'), 64)},
				],
				{op: 'return', values: []},
			),
		],
	});
}

async function startAll(functions: IrFunction[], optimize: boolean): Promise<Running> {
	const globals = [global('input', 16), global('output', 8)];
	return run([unit('math', {functions, globals})], {exports: functions.map(each => each.name)}, optimize);
}

function compute(machine: Running, name: string, left: bigint, right: bigint): bigint {
	machine.view.setBigUint64(machine.address('input'), left, true);
	machine.view.setBigUint64(machine.address('input') + 8, right, true);
	machine.call(name);
	return machine.view.getBigUint64(machine.address('output'), true);
}

/** Numbers at the edges of a width, and some in between. */
function samples(width: number): bigint[] {
	const top = 1n << BigInt(width);
	const sign = top >> 1n;
	const values = [
		0n,
		1n,
		2n,
		3n,
		7n,
		0x55n,
		0xaan,
		0x1234n,
		0xdeadbeefn,
		0x0123456789abcdefn,
		0xfedcba9876543210n,
	];
	return [
		...new Set(
			[...values, sign - 1n, sign, sign + 1n, top - 1n, top - 2n].map(value => BigInt.asUintN(width, value)),
		),
	];
}

type Reference = (a: bigint, b: bigint, width: number) => bigint | null;
const signedOf = (width: number, value: bigint): bigint => BigInt.asIntN(width, value);

const binaryReferences: Record<BinaryOperator, Reference> = {
	add: (a, b) => a + b,
	sub: (a, b) => a - b,
	mul: (a, b) => a * b,
	udiv: (a, b) => (b === 0n ? null : a / b),
	urem: (a, b) => (b === 0n ? null : a % b),
	sdiv: (a, b, w) => (b === 0n ? null : signedOf(w, a) / signedOf(w, b)),
	srem: (a, b, w) => (b === 0n ? null : signedOf(w, a) % signedOf(w, b)),
	and: (a, b) => a & b,
	or: (a, b) => a | b,
	xor: (a, b) => a ^ b,
	shl: (a, b, w) => (b >= w ? null : a << b),
	lshr: (a, b, w) => (b >= w ? null : a >> b),
	ashr: (a, b, w) => (b >= w ? null : signedOf(w, a) >> b),
};

const compareReferences: Record<Predicate, (a: bigint, b: bigint, width: number) => boolean> = {
	eq: (a, b) => a === b,
	ne: (a, b) => a !== b,
	ult: (a, b) => a < b,
	ule: (a, b) => a <= b,
	ugt: (a, b) => a > b,
	uge: (a, b) => a >= b,
	slt: (a, b, w) => signedOf(w, a) < signedOf(w, b),
	sle: (a, b, w) => signedOf(w, a) <= signedOf(w, b),
	sgt: (a, b, w) => signedOf(w, a) > signedOf(w, b),
	sge: (a, b, w) => signedOf(w, a) >= signedOf(w, b),
};

const bitsOf = (a: bigint, width: number): string => a.toString(2).padStart(width, '0');
const bytesOf = (a: bigint, width: number): string[] =>
	a
		.toString(16)
		.padStart(width / 4, '0')
		.match(/../g) ?? [];

const unaryReferences = {
	clz: (a: bigint, w: number) => BigInt(bitsOf(a, w).indexOf('1') < 0 ? w : bitsOf(a, w).indexOf('1')),
	ctz: (a: bigint, w: number) => BigInt(a === 0n ? w : w - 1 - bitsOf(a, w).lastIndexOf('1')),
	popcnt: (a: bigint, w: number) => BigInt(bitsOf(a, w).replaceAll('0', '').length),
	bswap: (a: bigint, w: number) => BigInt(`0x${bytesOf(a, w).reverse().join('')}`),
	bitreverse: (a: bigint, w: number) => BigInt(`0b${[...bitsOf(a, w)].reverse().join('')}`),
};

const keysOf = <K extends string>(record: Record<K, unknown>): K[] => Object.keys(record) as K[];

for (const optimize of [false, true]) {
	const how = optimize ? 'optimised' : 'as emitted';

	test(`binary operators at every width, ${how}`, async () => {
		const operators = keysOf(binaryReferences);
		const functions = operators.flatMap(operator =>
			widths.map(width =>
				computing(`${operator}${width}`, width, width, {
					op: 'binary',
					operator,
					width,
					to: 4,
					left: reg(2),
					right: reg(3),
				}),
			),
		);
		const machine = await startAll(functions, optimize);
		let checked = 0;
		for (const operator of operators) {
			for (const width of widths) {
				for (const a of samples(width)) {
					for (const b of [...samples(width), BigInt(width - 1)]) {
						const expected = binaryReferences[operator](a, BigInt.asUintN(width, b), width);
						if (expected === null) continue;
						const found = compute(machine, `${operator}${width}`, a, b);
						assert.equal(found, BigInt.asUintN(width, expected), `${operator} i${width} ${a}, ${b}`);
						checked++;
					}
				}
			}
		}
		assert.ok(checked > 10_000, `only ${checked} results were compared`);
	});

	test(`comparisons at every width, ${how}`, async () => {
		const predicates = keysOf(compareReferences);
		const functions = predicates.flatMap(predicate =>
			widths.map(width =>
				computing(`${predicate}${width}`, width, 1, {
					op: 'compare',
					predicate,
					width,
					to: 4,
					left: reg(2),
					right: reg(3),
				}),
			),
		);
		const machine = await startAll(functions, optimize);
		for (const predicate of predicates) {
			for (const width of widths) {
				for (const a of samples(width)) {
					for (const b of samples(width)) {
						const expected = compareReferences[predicate](a, b, width) ? 1n : 0n;
						assert.equal(
							compute(machine, `${predicate}${width}`, a, b),
							expected,
							`${predicate} i${width} ${a}, ${b}`,
						);
					}
				}
			}
		}
	});

	test(`unary operators and conversions at every width, ${how}`, async () => {
		const operators = keysOf(unaryReferences);
		const unaryWidths = (operator: string) => (operator === 'bswap' ? [16, 32, 48, 64] : widths);
		const unary = operators.flatMap(operator =>
			unaryWidths(operator).map(width =>
				computing(`${operator}${width}`, width, width, {op: 'unary', operator, width, to: 4, from: reg(2)}),
			),
		);
		const pairs = widths.flatMap(from => widths.filter(to => to > from).map(to => [from, to] as const));
		const conversions = pairs.flatMap(([from, to]) => [
			computing(`sext${from}to${to}`, from, to, {
				op: 'convert',
				kind: 'signExtend',
				fromWidth: from,
				toWidth: to,
				to: 4,
				from: reg(2),
			}),
			computing(`trunc${to}to${from}`, to, from, {
				op: 'convert',
				kind: 'truncate',
				fromWidth: to,
				toWidth: from,
				to: 4,
				from: reg(2),
			}),
		]);
		const machine = await startAll([...unary, ...conversions], optimize);
		for (const operator of operators) {
			for (const width of unaryWidths(operator)) {
				for (const a of samples(width)) {
					const found = compute(machine, `${operator}${width}`, a, 0n);
					assert.equal(
						found,
						BigInt.asUintN(width, unaryReferences[operator](a, width)),
						`${operator} i${width} ${a}`,
					);
				}
			}
		}
		for (const [from, to] of pairs) {
			for (const a of samples(to)) {
				const narrow = BigInt.asUintN(from, a);
				const wide = BigInt.asUintN(to, BigInt.asIntN(from, narrow));
				assert.equal(
					compute(machine, `sext${from}to${to}`, narrow, 0n),
					wide,
					`i${from} to i${to} ${narrow}`,
				);
				assert.equal(compute(machine, `trunc${to}to${from}`, a, 0n), narrow, `i${to} to i${from} ${a}`);
			}
		}
	});

	test(`select, ${how}`, async () => {
		const functions = widths.map(width =>
			computing(`select${width}`, width, width, {
				op: 'select',
				width,
				to: 4,
				condition: {kind: 'constant', type: 'i32', value: BigInt(width & 1)},
				whenTrue: reg(2),
				whenFalse: reg(3),
			}),
		);
		const machine = await startAll(functions, optimize);
		for (const width of widths) {
			assert.equal(compute(machine, `select${width}`, 1n, 0n), BigInt(width & 1), `i${width}`);
		}
	});

	test(`a division by zero traps, a signed overflow does not, ${how}`, async () => {
		const division = (operator: 'sdiv' | 'udiv' | 'srem', width: number) =>
			computing(`${operator}${width}`, width, width, {
				op: 'binary',
				operator,
				width,
				to: 4,
				left: reg(2),
				right: reg(3),
			});
		const machine = await startAll(
			[division('udiv', 32), division('sdiv', 64), division('sdiv', 32)],
			optimize,
		);
		assert.throws(() => compute(machine, 'udiv32', 1n, 0n), WebAssembly.RuntimeError);
		assert.throws(() => compute(machine, 'sdiv64', 1n, 0n), WebAssembly.RuntimeError);
		assert.equal(compute(machine, 'sdiv64', 1n << 63n, (1n << 64n) - 1n), 1n << 63n);
		assert.equal(compute(machine, 'sdiv32', 1n << 31n, (1n << 32n) - 1n), 1n << 31n);
	});
}

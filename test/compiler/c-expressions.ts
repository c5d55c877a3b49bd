/**
 * Random C expressions without side effects and without undefined behaviour, given that signed arithmetic wraps
 * (`-fwrapv`) and `int` has 32 bits. Their values do not depend on byte order or pointer size.
 */

/** A repeatable source of random numbers (xorshift32). */
export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) >>> 0 || 1;
		for (let i = 0; i < 8; i++) this.next();
	}

	/** A 32-bit unsigned number. */
	next(): number {
		let x = this.state;
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		this.state = x >>> 0;
		return this.state;
	}

	below(limit: number): number {
		return this.next() % limit;
	}

	/** True `percent` times of a hundred. */
	chance(percent: number): boolean {
		return this.below(100) < percent;
	}

	pick<T>(list: readonly T[]): T {
		const found = list[this.below(list.length)];
		if (found === undefined) throw new Error('nothing to pick from');
		return found;
	}
}

export const scalarTypes = ['u8', 's8', 'u16', 's16', 'u32', 's32', 'u64', 's64'] as const;
export type ScalarType = (typeof scalarTypes)[number];

export const bitsOf = (type: ScalarType): number => Number(type.slice(1));

/** Something that can be read, and assigned to when `isConstant` is not set. */
export interface Variable {
	text: string;
	type: ScalarType;
	isConstant?: boolean;
}

/** A literal that means the same everywhere: with a cast to its type. */
export function literal(random: Random, type = random.pick(scalarTypes)): string {
	const bits = bitsOf(type);
	const edges = [
		0n,
		1n,
		2n,
		3n,
		7n,
		10n,
		(1n << BigInt(bits - 1)) - 1n,
		1n << BigInt(bits - 1),
		(1n << BigInt(bits)) - 1n,
	];
	const any = (BigInt(random.next()) << 32n) | BigInt(random.next());
	const value = BigInt.asUintN(bits, random.chance(60) ? random.pick(edges) : any);
	return `(${type})0x${value.toString(16)}ull`;
}

/** An expression over the variables; `depth` bounds its nesting. */
export function expression(random: Random, variables: readonly Variable[], depth: number): string {
	if (depth <= 0 || random.chance(15)) {
		return variables.length > 0 && random.chance(75) ? random.pick(variables).text : literal(random);
	}
	const sub = (): string => expression(random, variables, depth - 1);
	switch (random.below(16)) {
		case 0:
		case 1:
		case 2:
		case 3:
			return `(${sub()} ${random.pick(['+', '-', '*', '&', '|', '^'])} ${sub()})`;
		case 4:
			return shift(random, sub);
		case 5:
			return division(random, sub);
		case 6:
		case 7:
			return `(${sub()} ${random.pick(['==', '!=', '<', '<=', '>', '>='])} ${sub()})`;
		case 8:
			return `(${sub()} ${random.pick(['&&', '||'])} ${sub()})`;
		case 9:
			return `(${sub()} ? ${sub()} : ${sub()})`;
		case 10:
		case 11:
			return `((${random.pick(scalarTypes)})${sub()})`;
		case 12:
			return `(${random.pick(['-', '~', '!', '+'])}${sub()})`;
		case 13:
			return builtin(random, sub);
		case 14:
			return idiom(random, sub);
		default:
			return `(${sub()} ${random.pick(['+', '^'])} ${sub()})`;
	}
}

/** Shift counts below the width of the promoted left side. */
function shift(random: Random, sub: () => string): string {
	const type = random.pick(['u32', 's32', 'u64', 's64'] as const);
	return `((${type})${sub()} ${random.pick(['<<', '>>'])} (${sub()} & ${bitsOf(type) - 1}))`;
}

/** Divisors that are neither 0 nor, for signed division, -1. */
function division(random: Random, sub: () => string): string {
	const operator = random.pick(['/', '%']);
	const unsigned = random.pick(['u8', 'u16', 'u32', 'u64'] as const);
	const signed = random.pick(['s8', 's16', 's32', 's64'] as const);
	switch (random.below(4)) {
		case 0:
			return `((${unsigned})${sub()} ${operator} (${unsigned})((${unsigned})${sub()} | 1))`;
		case 1:
			return `((${signed})${sub()} ${operator} (${signed})((${sub()} & 0x3f) + 2))`;
		case 2:
			return `((${signed})${sub()} ${operator} (${signed})(-(s32)(${sub()} & 0x1f) - 2))`;
		default:
			return `((${random.pick([unsigned, signed])})${sub()} ${operator} ${2 + random.below(1000)})`;
	}
}

function builtin(random: Random, sub: () => string): string {
	switch (random.below(8)) {
		case 0:
			return `__builtin_clz((u32)${sub()} | 1u)`;
		case 1:
			return `__builtin_ctz((u32)${sub()} | 0x80000000u)`;
		case 2:
			return `__builtin_popcountll((u64)${sub()})`;
		case 3:
			return `__builtin_clzll((u64)${sub()} | 1ull)`;
		case 4:
			return `__builtin_bswap32((u32)${sub()})`;
		case 5:
			return `__builtin_bswap64((u64)${sub()})`;
		case 6:
			return `__builtin_bswap16((u16)${sub()})`;
		default:
			return `__builtin_ctzll((u64)${sub()} | 0x8000000000000000ull)`;
	}
}

/** Calls of the inline helpers below, which compilers know by their shape. */
function idiom(random: Random, sub: () => string): string {
	const width = random.pick([8, 16, 32, 64]);
	switch (random.below(5)) {
		case 0:
			return `rol${width}(${sub()}, ${sub()})`;
		case 1:
			return `min_s${width}(${sub()}, ${sub()})`;
		case 2:
			return `max_u${width}(${sub()}, ${sub()})`;
		case 3:
			return `abs_s${width}(${sub()})`;
		default:
			return `sat_u${width}(${sub()}, ${sub()})`;
	}
}

/** Types and helpers that generated programs use. */
export const prelude = `typedef unsigned char u8;
typedef signed char s8;
typedef unsigned short u16;
typedef signed short s16;
typedef unsigned int u32;
typedef signed int s32;
typedef unsigned long long u64;
typedef signed long long s64;
${[8, 16, 32, 64]
	.map(
		width => `static inline u${width} rol${width}(u${width} x, u32 n)
{
	n &= ${width - 1};
	return n ? (u${width})((x << n) | (x >> (${width} - n))) : x;
}
static inline s${width} min_s${width}(s${width} a, s${width} b) { return a < b ? a : b; }
static inline u${width} max_u${width}(u${width} a, u${width} b) { return a > b ? a : b; }
static inline s${width} abs_s${width}(s${width} a) { return a < 0 ? -a : a; }
static inline u${width} sat_u${width}(u${width} a, u${width} b)
{
	u${width} sum = a + b;
	return sum < a ? (u${width})-1 : sum;
}
`,
	)
	.join('')}`;

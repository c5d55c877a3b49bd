/**
 * Random C statements for `c-generator.ts`: nested control flow with several exits, gotos into loops, atomics, calls.
 * They end: each loop and each goto burns `fuel`.
 */
import {bitsOf, expression, type Random, scalarTypes, type Variable} from './c-expressions.ts';

/** A generated function, seen from where it is called. */
export interface Callable {
	name: string;
	/** A call with arguments over the variables, or null where this function cannot be called so. */
	call(random: Random, variables: readonly Variable[]): string;
	/** Reads of what the call returned, kept in `result_<name>`. */
	declaration: string;
	assign: string;
	reads: Variable[];
}

/** A function whose statements are being made. */
export interface Body {
	random: Random;
	/** What can be read here. */
	readable: Variable[];
	/** What can be assigned to. */
	writable: Variable[];
	labels: string[];
	placed: Set<string>;
	callables: readonly Callable[];
	loopDepth: number;
	calls: number;
}

const bitFields = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(field => `g_bits.${field}`);

/** `count` statements, nested at most `depth` deep. */
export function statementList(body: Body, count: number, depth: number, indent: string): string {
	let text = '';
	for (let index = 0; index < count; index++) {
		const label = body.labels.find(each => !body.placed.has(each));
		if (label && body.random.chance(12)) {
			body.placed.add(label);
			text += `${label}:\n${indent}n1 += 1;\n`;
		}
		text += statement(body, depth, indent);
	}
	return text;
}

function statement(body: Body, depth: number, indent: string): string {
	const {random} = body;
	const value = (nesting = 3): string => expression(random, body.readable, nesting);
	const nested = (): string => statementList(body, 1 + random.below(3), depth - 1, `${indent}\t`);
	const target = random.pick(body.writable);
	if (depth > 0) {
		switch (random.below(14)) {
			case 0:
			case 1:
				return `${indent}if (${value()}) {\n${nested()}${indent}}${random.chance(60) ? ` else {\n${nested()}${indent}}` : ''}\n`;
			case 2:
			case 3:
				return loop(body, depth, indent);
			case 4:
				return switchStatement(body, depth, indent);
			default:
				break;
		}
	}
	switch (random.below(14)) {
		case 0:
		case 1:
		case 2:
			return `${indent}${target.text} = ${value()};\n`;
		case 3:
			return `${indent}${target.text} ${random.pick(['+=', '-=', '*=', '^=', '|=', '&='])} ${value()};\n`;
		case 4:
			return `${indent}${target.text} ${random.pick(['<<=', '>>='])} ${value(1)} & ${bitsOf(target.type) - 1};\n`;
		case 5:
			return `${indent}note((u64)${value()});\n`;
		case 6:
			return `${indent}${random.pick(bitFields)} ${random.pick(['=', '+=', '^='])} ${value(2)};\n`;
		case 7:
			return callStatement(body, indent) ?? `${indent}n0 += ${value(1)};\n`;
		case 8:
			return atomicStatement(random, value, indent);
		case 9:
			return `${indent}${random.pick([
				'g_big[n0 & 3] = g_big[n1 & 3]',
				'l_small = g_small',
				'g_big[n1 & 3].s = l_small',
				'g_either = (union either){.word = 1}',
				'g_big[2].t[n0 & 3] = g_big[n1 & 3].t[1]',
				'g_pointer = &a_u8[n0 & 7]',
				'g_small = (struct small){n0, n1, 4}',
				'l_small.c--',
				'n0++',
			])};\n`;
		case 10:
			return overflowStatement(random, value, indent);
		case 11:
			if (body.labels.length > 0) {
				return `${indent}if (${value(2)} && fuel-- > 0)\n${indent}\tgoto ${random.pick(body.labels)};\n`;
			}
			return `${indent}n0 ^= ${value(2)};\n`;
		case 12:
			if (body.loopDepth > 0) {
				return `${indent}if (${value(2)})\n${indent}\t${random.pick(['break', 'continue'])};\n`;
			}
			return `${indent}n1 -= ${value(2)};\n`;
		default:
			return `${indent}n0 = n0 * 3 + 1;\n`;
	}
}

function loop(body: Body, depth: number, indent: string): string {
	const {random} = body;
	body.loopDepth++;
	const inside = statementList(body, 1 + random.below(4), depth - 1, `${indent}\t`);
	body.loopDepth--;
	const condition = expression(random, body.readable, 2);
	switch (random.below(4)) {
		case 0:
			return `${indent}while (fuel-- > 0 && ${condition}) {\n${inside}${indent}}\n`;
		case 1:
			return `${indent}do {\n${inside}${indent}} while (${condition} && fuel-- > 0);\n`;
		case 2:
			return `${indent}for (;;) {\n${indent}\tif (fuel-- <= 0)\n${indent}\t\tbreak;\n${inside}${indent}}\n`;
		default: {
			const steps = 1 + random.below(9);
			return `${indent}for (n0 = 0; n0 < ${steps} && fuel-- > 0; n0++) {\n${inside}${indent}}\n`;
		}
	}
}

function switchStatement(body: Body, depth: number, indent: string): string {
	const {random} = body;
	const spread = random.pick([1, 1, 3, 37, 100_000_007]);
	const start = random.pick([0, 1, -3, 60]);
	const count = 2 + random.below(9);
	const order = Array.from({length: count}, (_unused, index) => index);
	const cases = order.map(index => {
		const isLast = random.chance(70);
		const inside = statementList(body, 1, depth - 1, `${indent}\t`);
		return `${indent}case ${start + index * spread}:\n${inside}${isLast ? `${indent}\tbreak;\n` : ''}`;
	});
	const otherwise = `${indent}default:\n${indent}\tn1 += 7;\n${random.chance(70) ? `${indent}\tbreak;\n` : ''}`;
	const at = random.below(cases.length + 1);
	cases.splice(at, 0, otherwise);
	const type = random.pick(['s32', 's64']);
	const value = expression(random, body.readable, 2);
	return `${indent}switch ((${type})((${value} & 15) * ${spread} + (${start}))) {\n${cases.join('')}${indent}}\n`;
}

function callStatement(body: Body, indent: string): string | null {
	if (body.callables.length === 0 || body.calls >= 4) return null;
	body.calls++;
	const {random} = body;
	const callable = random.pick(body.callables);
	const read = random.pick(callable.reads);
	return `${indent}${callable.assign} = ${callable.call(random, body.readable)};\n${indent}note((u64)${read.text});\n`;
}

const loadOrders = ['__ATOMIC_RELAXED', '__ATOMIC_ACQUIRE', '__ATOMIC_SEQ_CST'];
const storeOrders = ['__ATOMIC_RELAXED', '__ATOMIC_RELEASE', '__ATOMIC_SEQ_CST'];
const allOrders = [...loadOrders, '__ATOMIC_RELEASE', '__ATOMIC_ACQ_REL'];

function atomicStatement(random: Random, value: (depth?: number) => string, indent: string): string {
	const bits = random.pick([8, 16, 32, 64]);
	const cell = `&at_${bits}`;
	const order = random.pick(allOrders);
	switch (random.below(7)) {
		case 0:
			return `${indent}note(__atomic_load_n(${cell}, ${random.pick(loadOrders)}));\n`;
		case 1:
			return `${indent}__atomic_store_n(${cell}, (u${bits})${value(2)}, ${random.pick(storeOrders)});\n`;
		case 2:
			return `${indent}note(__atomic_exchange_n(${cell}, (u${bits})${value(2)}, ${order}));\n`;
		case 3: {
			const operator = random.pick([
				'fetch_add',
				'fetch_sub',
				'fetch_and',
				'fetch_or',
				'fetch_xor',
				'fetch_nand',
			]);
			return `${indent}note(__atomic_${operator}(${cell}, (u${bits})${value(2)}, ${order}));\n`;
		}
		case 4: {
			const operator = random.pick([
				'add_fetch',
				'sub_fetch',
				'and_fetch',
				'or_fetch',
				'xor_fetch',
				'nand_fetch',
			]);
			return `${indent}note(__atomic_${operator}(${cell}, (u${bits})${value(2)}, ${order}));\n`;
		}
		case 5:
			return `${indent}{
${indent}	u${bits} expected = ${random.chance(50) ? `__atomic_load_n(${cell}, __ATOMIC_RELAXED)` : value(1)};
${indent}	note(__atomic_compare_exchange_n(${cell}, &expected, (u${bits})${value(2)}, 0, ${order}, ${random.pick(['__ATOMIC_RELAXED', '__ATOMIC_ACQUIRE'])}));
${indent}	note(expected);
${indent}}
`;
		default:
			return `${indent}__atomic_thread_fence(${random.pick(['__ATOMIC_SEQ_CST', '__ATOMIC_ACQUIRE', '__ATOMIC_RELEASE'])});\n`;
	}
}

function overflowStatement(random: Random, value: (depth?: number) => string, indent: string): string {
	const type = random.pick(scalarTypes);
	const operator = random.pick(['add', 'sub', 'mul']);
	return `${indent}{
${indent}	${type} result;
${indent}	${type} left = ${value(2)}, right = ${value(2)};
${indent}	note(__builtin_${operator}_overflow(left, right, &result));
${indent}	note((u64)result);
${indent}}
`;
}

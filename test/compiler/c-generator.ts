/**
 * Random C programs whose result is the same on every target: what a program computes goes through `note()` into the
 * array `notes` and a checksum, so that a difference shows where it began.
 */
import {expression, literal, prelude, Random, scalarTypes, type Variable} from './c-expressions.ts';
import {type Body, type Callable, statementList} from './c-statements.ts';

/** Most notes that a program keeps; the checksum covers all. */
export const noteLimit = 256;

/**
 * C text of the program of a seed: it defines `u32 run_test(void)`, `notes`, `note_count` and `checksum`. A small one has
 * some 250 lines, a large one twice as many.
 */
export function generateProgram(seed: number, size: 'small' | 'large' = 'large'): string {
	const random = new Random(seed);
	const isLarge = size === 'large';
	const globals = globalVariables(random);
	const callables: Callable[] = [];
	const functions: string[] = [];
	const count = (isLarge ? 2 : 1) + random.below(isLarge ? 3 : 2);
	for (let index = 0; index < count; index++) {
		const {text, callable} = generateFunction(
			random,
			`f${index}`,
			globals.variables,
			callables,
			isLarge ? 3 : 2,
		);
		functions.push(text);
		callables.push(callable);
	}
	const calls = callables.map(({name, declaration, assign, call, reads}) => {
		const lines = [1, 2, 3].map(
			() => `\t${assign} = ${call(random, globals.constants)};\n${reads.map(noteOf).join('')}`,
		);
		return `${declaration}${lines.join('')}\t/* ${name} */\n`;
	});
	return `${prelude}
u64 notes[${noteLimit}];
u32 note_count;
u64 checksum = 0xcbf29ce484222325ull;
static s32 budget = 3000;

static __attribute__((noinline)) void note(u64 value)
{
	checksum = (checksum ^ value) * 0x100000001b3ull;
	if (note_count < ${noteLimit})
		notes[note_count++] = value;
}

${globals.text}
${functions.join('\n')}
u32 run_test(void)
{
${calls.join('')}${globals.variables.map(noteOf).join('')}	return note_count;
}
`;
}

const noteOf = ({text}: Variable): string => `\tnote((u64)${text});\n`;

interface Globals {
	text: string;
	variables: Variable[];
	constants: Variable[];
}

function globalVariables(random: Random): Globals {
	const lines: string[] = [];
	const variables: Variable[] = [];
	for (let index = 0; index < 6; index++) {
		const type = random.pick(scalarTypes);
		const kind = random.pick(['static ', '', 'static volatile ']);
		lines.push(`${kind}${type} g${index} = ${literal(random, type)};`);
		variables.push({text: `g${index}`, type});
	}
	for (const type of scalarTypes) {
		lines.push(
			`static ${type} a_${type}[8] = {${Array.from({length: 5}, () => literal(random, type)).join(', ')}};`,
		);
		variables.push({text: `a_${type}[${random.below(8)}]`, type});
	}
	lines.push(
		'static u64 at_64 __attribute__((aligned(8)));\nstatic u32 at_32;\nstatic u16 at_16;\nstatic u8 at_8;',
		'struct small { u32 a; s16 b; u8 c; };',
		'struct tiny { u16 a; u16 b; };',
		'struct pair { u64 a; s32 b; u32 c; };',
		'struct big { u64 a; struct small s; u8 bytes[8]; struct tiny t[4]; s64 z; };',
		'struct bits { u32 a : 3; s32 b : 5; u32 c : 17; u32 : 0; s32 d : 31; u64 e : 33; s64 f : 9; u64 g : 1; };',
		'union either { u32 word; s32 signed_word; u8 bytes[16]; };',
		'static struct small g_small = {1, -2, 3};\nstatic struct big g_big[4];\nstatic struct bits g_bits;\nstatic union either g_either;',
		`static u32 *const table_u32[4] = {&a_u32[0], &a_u32[3], &a_u32[7], &a_u32[1]};`,
		`static u8 *g_pointer = &a_u8[2];`,
	);
	variables.push(
		{text: 'at_64', type: 'u64'},
		{text: 'at_32', type: 'u32'},
		{text: 'at_16', type: 'u16'},
		{text: 'at_8', type: 'u8'},
		{text: 'g_small.a', type: 'u32'},
		{text: 'g_small.b', type: 's16'},
		{text: 'g_big[1].s.b', type: 's16'},
		{text: 'g_big[2].a', type: 'u64'},
		{text: 'g_big[3].t[2].b', type: 'u16'},
		{text: 'g_big[0].bytes[5]', type: 'u8'},
		{text: 'g_big[0].z', type: 's64'},
		{text: 'g_either.word', type: 'u32'},
		{text: 'g_either.signed_word', type: 's32'},
		{text: '*table_u32[2]', type: 'u32'},
		{text: '*g_pointer', type: 'u8'},
	);
	const fields = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(
		(field): Variable => ({text: `g_bits.${field}`, type: 'efg'.includes(field) ? 's64' : 's32'}),
	);
	return {
		text: `${lines.join('\n')}\n`,
		// A bit-field is read through a cast: compilers disagree on the type of a wide one.
		variables: [
			...variables,
			...fields.map(field => ({...field, text: `(${field.type})${field.text}`, isConstant: true})),
		],
		constants: variables.slice(0, 4),
	};
}

interface Shape {
	result: 'scalar' | 'small' | 'tiny' | 'pair' | 'big';
}

function generateFunction(
	random: Random,
	name: string,
	globals: readonly Variable[],
	callables: readonly Callable[],
	depth: number,
): {text: string; callable: Callable} {
	const shape: Shape = {
		result: random.chance(60) ? 'scalar' : random.pick(['small', 'tiny', 'pair', 'big'] as const),
	};
	const resultType = shape.result === 'scalar' ? random.pick(scalarTypes) : `struct ${shape.result}`;
	const parameters: {
		declaration: string;
		reads: Variable[];
		argument: (variables: readonly Variable[]) => string;
	}[] = [];
	const parameterCount = random.below(5);
	for (let index = 0; index < parameterCount; index++) parameters.push(parameter(random, index));
	const isVariadic = parameterCount > 0 && random.chance(20);
	const declarations: string[] = [
		'\ts32 fuel = 24;',
		'\tu32 n0 = 0, n1 = 0;',
		`\tstruct small l_small = {7, -7, 7};`,
	];
	const local: Variable[] = [
		{text: 'l_small.a', type: 'u32'},
		{text: 'l_small.b', type: 's16'},
		{text: 'l_small.c', type: 'u8'},
		{text: 'n0', type: 'u32'},
	];
	for (let index = 0; index < 5; index++) {
		const type = random.pick(scalarTypes);
		const volatile = random.chance(10) ? 'volatile ' : '';
		declarations.push(`\t${volatile}${type} v${index} = ${literal(random, type)};`);
		local.push({text: `v${index}`, type});
	}
	const arrayType = random.pick(scalarTypes);
	declarations.push(
		`\t${arrayType} l_array[8] = {${literal(random, arrayType)}, ${literal(random, arrayType)}};`,
	);
	declarations.push(`\t${arrayType} *p = &l_array[${random.below(8)}];`, `\tu32 *q = &a_u32[n0 & 7];`);
	local.push(
		{text: `l_array[${random.below(8)}]`, type: arrayType},
		{text: '*p', type: arrayType},
		{text: '*q', type: 'u32'},
	);
	const indexed: Variable[] = [
		{text: `l_array[n0 & 7]`, type: arrayType},
		{text: `l_array[v0 & 7]`, type: arrayType},
		{text: `a_u16[n1 & 7]`, type: 'u16'},
		{text: `a_s64[(u32)v1 & 7]`, type: 's64'},
		{text: `g_big[n0 & 3].t[n1 & 3].a`, type: 'u16'},
		{text: `g_big[v2 & 3].s.b`, type: 's16'},
	];
	for (const callable of callables) declarations.push(callable.declaration.trimEnd());
	if (isVariadic) declarations.push('\t__builtin_va_list list;');

	const readParameters = parameters.flatMap(({reads}) => reads);
	const writable = [...local, ...indexed, ...globals, ...readParameters].filter(
		variable => !variable.isConstant,
	);
	const body: Body = {
		random,
		readable: [...local, ...local, ...indexed, ...globals, ...readParameters, ...readParameters],
		writable,
		labels: random.chance(50) ? [`l0`, `l1`, `l2`] : [],
		placed: new Set(),
		callables,
		loopDepth: 0,
		calls: 0,
	};
	const statements = [
		...(isVariadic ? variadicStatements(random, `p${parameterCount - 1}`) : []),
		statementList(body, depth + random.below(4), depth, '\t'),
		`\tp = &l_array[${expression(random, body.readable, 1)} & 7];\n`,
		random.chance(50) ? '\tq = table_u32[n0 & 3];\n' : '',
		statementList(body, depth + random.below(3), 2, '\t'),
		...body.labels.filter(label => !body.placed.has(label)).map(label => `${label}:\n\tn1 += 3;\n`),
		random.chance(30) ? vlaStatements(random, body) : '',
		`\tnote((u64)*p);\n`,
	];
	const end = returnStatement(random, shape, body.readable);
	const signature = `static ${random.chance(50) ? '__attribute__((noinline)) ' : ''}${resultType} ${name}(${
		parameters.map(({declaration}) => declaration).join(', ') || 'void'
	}${isVariadic ? ', ...' : ''})`;
	const early = shape.result === 'scalar' ? '0' : `(${resultType}){0}`;
	const text = `${signature}\n{\n${declarations.join('\n')}\n\tif (budget-- <= 0)\n\t\treturn ${early};\n${statements.join('')}${end}}\n`;
	return {text, callable: callableOf(name, shape, resultType, parameters, isVariadic)};
}

function callableOf(
	name: string,
	shape: Shape,
	resultType: string,
	parameters: readonly {argument: (variables: readonly Variable[]) => string}[],
	isVariadic: boolean,
): Callable {
	const result = `result_${name}`;
	const fields: Record<Shape['result'], Variable[]> = {
		scalar: [{text: result, type: 'u64'}],
		small: [
			{text: `${result}.a`, type: 'u32'},
			{text: `${result}.b`, type: 's16'},
			{text: `${result}.c`, type: 'u8'},
		],
		tiny: [
			{text: `${result}.a`, type: 'u16'},
			{text: `${result}.b`, type: 'u16'},
		],
		pair: [
			{text: `${result}.a`, type: 'u64'},
			{text: `${result}.b`, type: 's32'},
			{text: `${result}.c`, type: 'u32'},
		],
		big: [
			{text: `${result}.a`, type: 'u64'},
			{text: `${result}.s.b`, type: 's16'},
			{text: `${result}.bytes[3]`, type: 'u8'},
			{text: `${result}.t[1].b`, type: 'u16'},
			{text: `${result}.z`, type: 's64'},
		],
	};
	return {
		name,
		declaration: `\t${resultType} ${result}${shape.result === 'scalar' ? ' = 0' : ' = {0}'};\n`,
		assign: result,
		reads: fields[shape.result],
		call(random, variables) {
			const args = parameters.map(({argument}) => argument(variables));
			if (isVariadic) {
				args.push(
					`(s32)${expression(random, variables, 1)}`,
					`(u64)${expression(random, variables, 1)}`,
					`(u32)${expression(random, variables, 1)}`,
					`&a_u16[${random.below(8)}]`,
				);
			}
			return `${name}(${args.join(', ')})`;
		},
	};
}

function parameter(random: Random, index: number) {
	const name = `p${index}`;
	switch (random.below(8)) {
		case 0:
			return {
				declaration: `struct small ${name}`,
				reads: [
					{text: `${name}.a`, type: 'u32'},
					{text: `${name}.b`, type: 's16'},
				] satisfies Variable[],
				argument: () => random.pick(['g_small', 'g_big[1].s', '(struct small){9, -9, 99}']),
			};
		case 1:
			return {
				declaration: `struct pair ${name}`,
				reads: [
					{text: `${name}.a`, type: 'u64'},
					{text: `${name}.c`, type: 'u32'},
				] satisfies Variable[],
				argument: (variables: readonly Variable[]) =>
					`(struct pair){${expression(random, variables, 1)}, -5, ${expression(random, variables, 1)}}`,
			};
		case 2:
			return {
				declaration: `struct big ${name}`,
				reads: [
					{text: `${name}.z`, type: 's64'},
					{text: `${name}.t[3].a`, type: 'u16'},
				] satisfies Variable[],
				argument: () => `g_big[${random.below(4)}]`,
			};
		case 3: {
			const type = random.pick(scalarTypes);
			return {
				declaration: `${type} *${name}`,
				reads: [
					{text: `*${name}`, type},
					{text: `${name}[1]`, type},
				] satisfies Variable[],
				argument: () => `&a_${type}[${random.below(7)}]`,
			};
		}
		default: {
			const type = random.pick(scalarTypes);
			return {
				declaration: `${type} ${name}`,
				reads: [{text: name, type}] satisfies Variable[],
				argument: (variables: readonly Variable[]) => expression(random, variables, 2),
			};
		}
	}
}

/** The four arguments that every call of a variadic function passes. */
function variadicStatements(random: Random, last: string): string[] {
	return [
		`\t__builtin_va_start(list, ${last});\n`,
		'\tnote((u64)__builtin_va_arg(list, s32));\n\tnote(__builtin_va_arg(list, u64));\n',
		random.chance(50)
			? '\tv0 ^= __builtin_va_arg(list, u32);\n\tnote(*__builtin_va_arg(list, u16 *));\n'
			: '',
		'\t__builtin_va_end(list);\n',
	];
}

function vlaStatements(random: Random, body: Body): string {
	const value = expression(random, body.readable, 2);
	return `\t{
		u32 length = (n0 & 7) + 1;
		${random.pick(['u8', 'u32', 'u64'])} vla[length];
		for (u32 i = 0; i < length; i++)
			vla[i] = ${value} + i;
		for (u32 i = 0; i < length; i++)
			note(vla[length - 1 - i]);
	}
`;
}

function returnStatement(random: Random, {result}: Shape, variables: readonly Variable[]): string {
	const any = (): string => expression(random, variables, 2);
	switch (result) {
		case 'scalar':
			return `\treturn ${any()};\n`;
		case 'small':
			return `\treturn (struct small){${any()}, ${any()}, ${any()}};\n`;
		case 'tiny':
			return `\treturn (struct tiny){${any()}, ${any()}};\n`;
		case 'pair':
			return `\treturn (struct pair){${any()}, ${any()}, ${any()}};\n`;
		case 'big':
			return `\tg_big[n1 & 3].z = ${any()};\n\treturn g_big[n1 & 3];\n`;
	}
}

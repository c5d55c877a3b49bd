/**
 * LLVM types: their representation, and reading them from text.
 *
 * Integer types and named structs are interned, so a type object can be the key of a cache.
 */
import type {Lexer, TokenKind} from './lexer.ts';

export type Type =
	| {kind: 'void' | 'label' | 'metadata' | 'token'}
	| {kind: 'integer'; bits: number}
	| {kind: 'pointer'; space: number}
	| {kind: 'array'; count: number; element: Type}
	| StructType
	/** A struct with a name; `body` comes with its definition, and stays null for an opaque one. */
	| {kind: 'named'; name: string; body: StructType | null}
	| FunctionType
	/** Floating point, vectors, target types: named, so that an error can say what was met. */
	| {kind: 'unsupported'; text: string};

export interface StructType {
	kind: 'struct';
	packed: boolean;
	fields: Type[];
}

export interface FunctionType {
	kind: 'function';
	result: Type;
	parameters: Type[];
	variadic: boolean;
}

/** Named structs of a module. */
export type NamedTypes = Map<string, Type & {kind: 'named'}>;

/** Gives up on the text at hand; never returns. */
export type Fail = (message: string) => never;

export const voidType: Type = {kind: 'void'};
const labelType: Type = {kind: 'label'};
const metadataType: Type = {kind: 'metadata'};
const tokenType: Type = {kind: 'token'};
const pointers: Type[] = [
	{kind: 'pointer', space: 0},
	{kind: 'pointer', space: 1},
];
const integers = new Map<number, Type & {kind: 'integer'}>();

/** `iN`, 1 ≤ bits. */
export function integerType(bits: number): Type & {kind: 'integer'} {
	let type = integers.get(bits);
	if (type === undefined) {
		type = {kind: 'integer', bits};
		integers.set(bits, type);
	}
	return type;
}

/** The `ptr` of an address space: 0 or 1. */
export function pointerType(space: 0 | 1): Type {
	return pointers[space]!;
}

const unsupportedWords = new Set([
	'half',
	'bfloat',
	'float',
	'double',
	'fp128',
	'x86_fp80',
	'ppc_fp128',
	'x86_amx',
	'x86_mmx',
	'target',
]);

/** Read the type at the current token, with a function's parameter list where one follows. */
export function parseType(lexer: Lexer, named: NamedTypes, fail: Fail): Type {
	const type = parsePlainType(lexer, named, fail);
	if (!lexer.is('(')) return type;
	return parseFunctionType(lexer, named, fail, type);
}

/** Read the type at the current token; a `(` after it is left alone. */
export function parsePlainType(lexer: Lexer, named: NamedTypes, fail: Fail): Type {
	const {text} = lexer;
	switch (lexer.kind) {
		case 'word':
			return parseWordType(lexer, fail);
		case 'local':
			lexer.next();
			return namedType(named, text);
		case '[': {
			lexer.next();
			const {count, element} = parseSequence(lexer, named, fail);
			expect(lexer, ']', fail);
			return {kind: 'array', count, element};
		}
		case '{':
			return parseStruct(lexer, named, fail, false);
		case '<':
			lexer.next();
			if (lexer.is('{')) {
				const type = parseStruct(lexer, named, fail, true);
				expect(lexer, '>', fail);
				return type;
			}
			return parseVector(lexer, named, fail);
		default:
			return fail(`expected a type, found '${text}'`);
	}
}

/** The named struct, made on first mention. */
export function namedType(named: NamedTypes, name: string): Type & {kind: 'named'} {
	let type = named.get(name);
	if (type === undefined) {
		type = {kind: 'named', name, body: null};
		named.set(name, type);
	}
	return type;
}

/** The type as LLVM writes it, for messages. */
export function typeText(type: Type): string {
	switch (type.kind) {
		case 'integer':
			return `i${type.bits}`;
		case 'pointer':
			return type.space === 0 ? 'ptr' : `ptr addrspace(${type.space})`;
		case 'array':
			return `[${type.count} x ${typeText(type.element)}]`;
		case 'struct': {
			const fields = type.fields.map(typeText).join(', ');
			return type.packed ? `<{ ${fields} }>` : `{ ${fields} }`;
		}
		case 'named':
			return `%${type.name}`;
		case 'function':
			return `${typeText(type.result)} (${type.parameters.map(typeText).join(', ')})`;
		case 'unsupported':
			return type.text;
		default:
			return type.kind;
	}
}

function parseWordType(lexer: Lexer, fail: Fail): Type {
	const {text} = lexer;
	const first = text.charCodeAt(0);
	if (first === 105 /* i */ && /^i\d+$/.test(text)) {
		lexer.next();
		return integerType(Number(text.slice(1)));
	}
	if (text === 'ptr') {
		lexer.next();
		if (!lexer.acceptWord('addrspace')) return pointerType(0);
		expect(lexer, '(', fail);
		const space = lexer.text;
		if (space !== '0' && space !== '1') return fail(`address space ${space} is not supported`);
		lexer.next();
		expect(lexer, ')', fail);
		return pointerType(space === '0' ? 0 : 1);
	}
	const simple = {void: voidType, label: labelType, metadata: metadataType, token: tokenType}[text];
	if (simple !== undefined) {
		lexer.next();
		return simple;
	}
	if (unsupportedWords.has(text)) {
		lexer.next();
		return {kind: 'unsupported', text};
	}
	return fail(`expected a type, found '${text}'`);
}

function parseFunctionType(lexer: Lexer, named: NamedTypes, fail: Fail, result: Type): FunctionType {
	expect(lexer, '(', fail);
	const parameters: Type[] = [];
	let variadic = false;
	while (!lexer.is(')')) {
		if (lexer.is('...')) {
			variadic = true;
			lexer.next();
		} else {
			parameters.push(parsePlainType(lexer, named, fail));
		}
		if (lexer.is(',')) lexer.next();
		else if (!lexer.is(')')) fail(`expected ',' or ')' in a function type, found '${lexer.text}'`);
	}
	lexer.next();
	return {kind: 'function', result, parameters, variadic};
}

function parseStruct(lexer: Lexer, named: NamedTypes, fail: Fail, packed: boolean): StructType {
	expect(lexer, '{', fail);
	const fields: Type[] = [];
	while (!lexer.is('}')) {
		fields.push(parsePlainType(lexer, named, fail));
		if (lexer.is(',')) lexer.next();
		else if (!lexer.is('}')) fail(`expected ',' or '}' in a struct type, found '${lexer.text}'`);
	}
	lexer.next();
	return {kind: 'struct', packed, fields};
}

function parseSequence(lexer: Lexer, named: NamedTypes, fail: Fail): {count: number; element: Type} {
	const count = Number(lexer.text);
	if (!lexer.is('integer')) fail(`expected a number of elements, found '${lexer.text}'`);
	lexer.next();
	if (!lexer.acceptWord('x')) fail(`expected 'x', found '${lexer.text}'`);
	return {count, element: parsePlainType(lexer, named, fail)};
}

function parseVector(lexer: Lexer, named: NamedTypes, fail: Fail): Type {
	if (lexer.is('word')) fail('scalable vectors are not supported');
	const {count, element} = parseSequence(lexer, named, fail);
	expect(lexer, '>', fail);
	return {kind: 'unsupported', text: `<${count} x ${typeText(element)}>`};
}

function expect(lexer: Lexer, mark: TokenKind, fail: Fail): void {
	if (!lexer.is(mark)) fail(`expected '${mark}', found '${lexer.text}'`);
	lexer.next();
}

/**
 * Constants: literals, addresses, constant expressions, and aggregates of them, as lists of operands.
 *
 * In a function an expression that does not fold is computed in the prologue (constants are the same everywhere in
 * it). In an initialiser there is no code to run, so such an expression is an error.
 */
import {binary, constant, type FunctionDraft, resize} from './builder.ts';
import {foldBinary} from './fold.ts';
import type {BinaryOperator, Operand} from './ir.ts';
import {blockNumber, expect, expectText, type Module, readType, resolveSymbol} from './module.ts';
import {type Type, typeText} from './types.ts';

/** Where the constant stands: in a function, whose prologue can compute, or (null) in an initialiser. */
export type ConstantHome = FunctionDraft | null;

const zeroWords = new Set(['false', 'null', 'none', 'undef', 'poison', 'zeroinitializer']);
const flagWords = new Set(['nuw', 'nsw', 'inbounds', 'nusw', 'exact', 'nneg', 'disjoint']);

/** Read a constant of the given type: one operand for each leaf. */
export function readConstant(module: Module, home: ConstantHome, type: Type): readonly Operand[] {
	const {lexer} = module;
	switch (lexer.kind) {
		case 'integer': {
			const value = BigInt(lexer.text);
			if (type.kind !== 'integer') module.fail(`a number where a ${typeText(type)} is needed`);
			lexer.next();
			return integerParts(module, type, value);
		}
		case 'global': {
			const name = resolveSymbol(module, lexer.text);
			lexer.next();
			return [{kind: 'symbol', name, offset: 0}];
		}
		case 'bytes': {
			const {text} = lexer;
			lexer.next();
			return Array.from(text, character => constant(8, character.charCodeAt(0)));
		}
		case '{':
		case '[':
		case '<':
			return readAggregate(module, home);
		case 'word':
			return readWord(module, home, type);
		case 'float':
			return module.fail('floating point is not supported');
		default:
			return module.fail(`expected a value of type ${typeText(type)}, found '${lexer.text}'`);
	}
}

/** The operands of an integer constant: two for one of more than 64 bits. */
export function integerParts(module: Module, type: Type, value: bigint): readonly Operand[] {
	return module.layout
		.leaves(type)
		.map(leaf => constant(leaf.width, leaf.half?.part === 'high' ? value >> 64n : value));
}

function readWord(module: Module, home: ConstantHome, type: Type): readonly Operand[] {
	const {lexer} = module;
	const word = lexer.text;
	if (zeroWords.has(word)) {
		lexer.next();
		return module.layout.leaves(type).map(leaf => constant(leaf.width, 0));
	}
	lexer.next();
	switch (word) {
		case 'true':
			return [constant(1, 1)];
		case 'trunc':
		case 'ptrtoint':
		case 'ptrtoaddr':
		case 'inttoptr':
		case 'bitcast':
		case 'addrspacecast':
			return [readConversion(module, home, word)];
		case 'add':
		case 'sub':
		case 'xor':
			return [readArithmetic(module, home, word)];
		case 'getelementptr':
			return [readConstantAddress(module, home)];
		case 'blockaddress':
			return [readBlockAddress(module)];
		case 'dso_local_equivalent':
		case 'no_cfi':
			return readConstant(module, home, type);
		default:
			return module.fail(`the constant '${word}' is not supported`);
	}
}

/** Elements of `{ … }`, `<{ … }>` or `[ … ]`, each with its type. */
function readAggregate(module: Module, home: ConstantHome): readonly Operand[] {
	const {lexer} = module;
	const packed = lexer.accept('<');
	const close = lexer.is('[') ? ']' : '}';
	if (packed && close === ']') module.fail('vector constants are not supported');
	if (packed && !lexer.is('{')) module.fail('vector constants are not supported');
	lexer.next();
	const parts: Operand[] = [];
	while (!lexer.is(close)) {
		parts.push(...readTypedConstant(module, home).parts);
		if (!lexer.accept(',') && !lexer.is(close))
			module.fail(`expected ',' or '${close}', found '${lexer.text}'`);
	}
	lexer.next();
	if (packed) expect(module, '>');
	return parts;
}

function readTypedConstant(module: Module, home: ConstantHome): {type: Type; parts: readonly Operand[]} {
	const type = readType(module);
	return {type, parts: readConstant(module, home, type)};
}

function readTypedScalar(module: Module, home: ConstantHome): {type: Type; width: number; operand: Operand} {
	const {type, parts} = readTypedConstant(module, home);
	const [operand] = parts;
	if (operand === undefined || parts.length > 1)
		return module.fail('a single number or address is needed here');
	return {type, width: module.layout.leaves(type)[0]!.width, operand};
}

function skipFlags(module: Module): void {
	while (module.lexer.is('word') && flagWords.has(module.lexer.text)) module.lexer.next();
}

/** `(<type> <value> to <type>)`: all of these keep the value's low bits and fill with zeros. */
function readConversion(module: Module, home: ConstantHome, word: string): Operand {
	skipFlags(module);
	expect(module, '(');
	const {operand, width} = readTypedScalar(module, home);
	if (!module.lexer.acceptWord('to')) module.fail(`expected 'to', found '${module.lexer.text}'`);
	const toWidth = module.layout.leaves(readType(module))[0]?.width ?? 0;
	expect(module, ')');
	if (width === toWidth) return operand;
	if (operand.kind === 'constant') return constant(toWidth, operand.value);
	if (home === null) return module.fail(`'${word}' of an address to another width in an initialiser`);
	return inPrologue(home, () => resize(home, width, toWidth, operand));
}

function readArithmetic(module: Module, home: ConstantHome, operator: BinaryOperator): Operand {
	skipFlags(module);
	expect(module, '(');
	const left = readTypedScalar(module, home);
	expect(module, ',');
	const right = readTypedScalar(module, home);
	expect(module, ')');
	return combine(module, home, operator, left.width, left.operand, right.operand);
}

function combine(
	module: Module,
	home: ConstantHome,
	operator: BinaryOperator,
	width: number,
	left: Operand,
	right: Operand,
): Operand {
	const folded = foldBinary(operator, width, left, right);
	if (folded !== null) return folded;
	if (home === null) return module.fail(`'${operator}' of addresses in an initialiser`);
	return inPrologue(home, () => binary(home, operator, width, left, right));
}

/** `(<element type>, ptr <base>, <index>…)` with constant indices. */
function readConstantAddress(module: Module, home: ConstantHome): Operand {
	skipFlags(module);
	if (module.lexer.acceptWord('inrange')) module.fail("'inrange' is not supported");
	expect(module, '(');
	const element = readType(module);
	expect(module, ',');
	const base = readTypedScalar(module, home).operand;
	const indices: bigint[] = [];
	while (module.lexer.accept(',')) {
		const {operand, width} = readTypedScalar(module, home);
		if (operand.kind !== 'constant') return module.fail('an address as an index in a constant');
		indices.push(BigInt.asIntN(width, operand.value));
	}
	expect(module, ')');
	const offset = constantOffset(module, element, indices);
	return combine(
		module,
		home,
		'add',
		module.layout.pointerBits,
		base,
		constant(module.layout.pointerBits, offset),
	);
}

/** Byte offset that constant indices of getelementptr lead to. */
export function constantOffset(module: Module, element: Type, indices: readonly bigint[]): bigint {
	let type = element;
	let offset = 0n;
	indices.forEach((index, position) => {
		if (position === 0) {
			offset += index * BigInt(module.layout.sizeOf(type));
		} else {
			const step = stepInto(module, type, index);
			offset += step.offset;
			type = step.type;
		}
	});
	return offset;
}

/** One step of getelementptr with a constant index into an aggregate. */
export function stepInto(module: Module, type: Type, index: bigint): {offset: bigint; type: Type} {
	const whole = type.kind === 'named' ? type.body : type;
	if (whole?.kind === 'array') {
		return {offset: index * BigInt(module.layout.sizeOf(whole.element)), type: whole.element};
	}
	if (whole?.kind === 'struct') {
		const field = whole.fields[Number(index)];
		const offset = module.layout.fieldOffsets(whole)[Number(index)];
		if (field !== undefined && offset !== undefined) return {offset: BigInt(offset), type: field};
	}
	return module.fail(`index ${index} into a ${typeText(type)}`);
}

function readBlockAddress(module: Module): Operand {
	expect(module, '(');
	const functionName = expectText(module, 'global');
	expect(module, ',');
	const label = expectText(module, 'local');
	expect(module, ')');
	return constant(module.layout.pointerBits, blockNumber(module, functionName, label));
}

/** Append what `make` emits to the prologue instead of the current block. */
function inPrologue(draft: FunctionDraft, make: () => Operand): Operand {
	const {current} = draft;
	draft.current = {...current, instructions: draft.prologue};
	const result = make();
	draft.current = current;
	return result;
}

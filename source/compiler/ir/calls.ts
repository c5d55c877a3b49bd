/**
 * Calls: of functions, of intrinsics, and inline assembly as far as it computes nothing.
 */
import {
	parseParameterAttributes,
	skipCallingConvention,
	skipFunctionAttributes,
	skipParentheses,
} from './attributes.ts';
import {callFunction, constant, type FunctionDraft, leavesOf} from './builder.ts';
import {isIgnoredIntrinsic, readIntrinsic} from './intrinsics.ts';
import type {Callee, Operand} from './ir.ts';
import {expect, expectText, readType, resolveSymbol} from './module.ts';
import {type FunctionType, parseType, type Type, voidType} from './types.ts';
import {type Argument, readValue} from './values.ts';
import {passVariableArguments} from './varargs.ts';

/** Read a call after the word `call`. */
export function readCall(draft: FunctionDraft): readonly Operand[] | null {
	const {module} = draft;
	const {lexer} = module;
	skipCallingConvention(lexer);
	parseParameterAttributes(lexer, module.named, module.fail);
	const type = parseType(lexer, module.named, module.fail);
	const result = type.kind === 'function' ? type.result : type;
	if (lexer.acceptWord('asm')) return readAssembly(draft, result);
	if (lexer.is('global') && lexer.text.startsWith('llvm.')) return readIntrinsicCall(draft, result);
	const callee = readCallee(draft);
	const args = readArguments(draft);
	const fixedCount =
		type.kind === 'function' && takesBuffer(draft, callee, type) ? type.parameters.length : null;
	skipFunctionAttributes(lexer, module.fail);
	if (lexer.is('[')) module.fail('operand bundles are not supported');
	return emitCall(draft, callee, result, args, fixedCount);
}

/** True when the callee expects the buffer of variable arguments: not when it is only lacking a prototype. */
function takesBuffer(draft: FunctionDraft, callee: Callee, type: FunctionType): boolean {
	const known = callee.kind === 'direct' && draft.module.unprototyped.has(callee.name);
	return type.variadic && type.parameters.length > 0 && !known;
}

/** Append a call; `fixedCount` is the number of named parameters of a variadic callee, null for any other. */
function emitCall(
	draft: FunctionDraft,
	callee: Callee,
	result: Type,
	args: readonly Argument[],
	fixedCount: number | null,
): readonly Operand[] {
	const fixed = fixedCount === null ? args : args.slice(0, fixedCount);
	const operands = fixed.flatMap(({parts}) => parts);
	const leaves: {width: number}[] = fixed.flatMap(({type}) => leavesOf(draft, type));
	if (fixedCount !== null) {
		operands.push(passVariableArguments(draft, args.slice(fixedCount)));
		leaves.push({width: draft.module.layout.pointerBits});
	}
	return callFunction(draft, callee, operands, leaves, leavesOf(draft, result));
}

function readCallee(draft: FunctionDraft): Callee {
	const {lexer} = draft.module;
	if (lexer.is('global')) {
		const name = resolveSymbol(draft.module, lexer.text);
		lexer.next();
		return {kind: 'direct', name};
	}
	const [target] = readValue(draft, {kind: 'pointer', space: 0});
	if (target === undefined) return draft.module.fail('a call of nothing');
	if (target.kind === 'symbol' && target.offset === 0) return {kind: 'direct', name: target.name};
	return {kind: 'indirect', target};
}

/** Read `(<type> [attributes] <value>, …)`. */
function readArguments(draft: FunctionDraft): Argument[] {
	const {module} = draft;
	const {lexer} = module;
	const args: Argument[] = [];
	expect(module, '(');
	while (!lexer.is(')')) {
		const type = readType(module);
		const {byval, align} = parseParameterAttributes(lexer, module.named, module.fail);
		args.push({type, parts: readValue(draft, type), byval, align});
		if (!lexer.accept(',') && !lexer.is(')')) module.fail(`unexpected '${lexer.text}' in an argument`);
	}
	lexer.next();
	return args;
}

function readIntrinsicCall(draft: FunctionDraft, result: Type): readonly Operand[] | null {
	const {module} = draft;
	const {lexer} = module;
	const name = lexer.text;
	lexer.next();
	if (isIgnoredIntrinsic(name)) {
		skipParentheses(lexer, module.fail);
		skipFunctionAttributes(lexer, module.fail);
		if (lexer.is('[')) skipBundles(draft);
		return leavesOf(draft, result.kind === 'token' ? voidType : result).map(leaf => constant(leaf.width, 0));
	}
	const args = readArguments(draft);
	skipFunctionAttributes(lexer, module.fail);
	if (lexer.is('[')) module.fail('operand bundles are not supported');
	return readIntrinsic(draft, name, result, args);
}

/** Skip `[ "align"(ptr %p, i64 8), … ]`. */
function skipBundles(draft: FunctionDraft): void {
	const {module} = draft;
	expect(module, '[');
	while (!module.lexer.accept(']')) {
		expect(module, 'string');
		skipParentheses(module.lexer, module.fail);
		module.lexer.accept(',');
	}
}

/**
 * Read inline assembly after `asm`. Only an empty template has a meaning here: nothing happens, outputs tied to an
 * input take its value, and others are undefined (0). Clang has already kept accesses from moving across it.
 */
function readAssembly(draft: FunctionDraft, result: Type): readonly Operand[] {
	const {module} = draft;
	const {lexer} = module;
	while (['sideeffect', 'alignstack', 'inteldialect', 'unwind'].some(word => lexer.acceptWord(word))) {}
	const template = expectText(module, 'string');
	if (template.trim() !== '') {
		module.fail(`inline assembly '${template.trim()}' is not supported (only an empty template is)`);
	}
	expect(module, ',');
	const constraints = expectText(module, 'string').split(',');
	const args = readArguments(draft);
	skipFunctionAttributes(lexer, module.fail);
	return tiedOutputs(draft, result, constraints, args);
}

function tiedOutputs(
	draft: FunctionDraft,
	result: Type,
	constraints: readonly string[],
	args: readonly Argument[],
): readonly Operand[] {
	const outputs = constraints.filter(text => text.startsWith('='));
	// An indirect output (=*m) takes an argument, the place to write to, and gives no part of the result.
	const indirect = outputs.filter(text => text.includes('*')).length;
	const direct = outputs.length - indirect;
	const inputs = constraints.filter(text => !/^[=~!]/.test(text));
	const leaves = leavesOf(draft, result);
	if (leaves.length !== direct) draft.module.fail('inline assembly with such outputs is not supported');
	const values: Operand[] = leaves.map(leaf => constant(leaf.width, 0));
	const directPositions = outputs.flatMap((text, index) => (text.includes('*') ? [] : [index]));
	inputs.forEach((text, index) => {
		const tied = /^\d+$/.test(text) ? directPositions.indexOf(Number(text)) : -1;
		const part = args[indirect + index]?.parts;
		if (tied < 0) return;
		if (part?.length !== 1) draft.module.fail('inline assembly with such inputs is not supported');
		else values[tied] = part[0]!;
	});
	return values;
}

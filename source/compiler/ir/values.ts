/**
 * Reading operands inside a function: local names, constants, and the two together with their type.
 */
import {type FunctionDraft, leavesOf, referenceLocal} from './builder.ts';
import {readConstant} from './constants.ts';
import type {Operand} from './ir.ts';
import {readType} from './module.ts';
import type {Type} from './types.ts';

/** A value: its type and an operand for each leaf of it. */
export interface Value {
	type: Type;
	parts: readonly Operand[];
}

/** An argument of a call. */
export interface Argument extends Value {
	/** The callee gets a copy of this type. */
	byval: Type | null;
	/** Alignment promised for a pointer, in bytes; 0 where none is. */
	align: number;
}

/** A value of a type that has one leaf. */
export interface Scalar {
	type: Type;
	width: number;
	operand: Operand;
}

/** Read a value whose type is known. */
export function readValue(draft: FunctionDraft, type: Type): readonly Operand[] {
	const {lexer} = draft.module;
	if (!lexer.is('local')) return readConstant(draft.module, draft, type);
	const parts = referenceLocal(draft, lexer.text, type);
	if (parts.length !== leavesOf(draft, type).length)
		draft.module.fail(`%${lexer.text} is used with another type`);
	lexer.next();
	return parts;
}

/** Read `<type> <value>`. */
export function readTypedValue(draft: FunctionDraft): Value {
	const type = readType(draft.module);
	return {type, parts: readValue(draft, type)};
}

/** Read `<type> <value>` where one integer or pointer of at most 64 bits is needed. */
export function readScalar(draft: FunctionDraft): Scalar {
	const type = readType(draft.module);
	return {type, ...readScalarOf(draft, type)};
}

/** Read a value of a known type with one leaf. */
export function readScalarOf(draft: FunctionDraft, type: Type): {width: number; operand: Operand} {
	const parts = readValue(draft, type);
	const [operand] = parts;
	const [leaf] = leavesOf(draft, type);
	if (operand === undefined || leaf === undefined || parts.length > 1) {
		return draft.module.fail('an integer of at most 64 bits is needed here');
	}
	return {width: leaf.width, operand};
}

/** Read `ptr <value>`, in either address space. */
export function readPointer(draft: FunctionDraft): {operand: Operand; space: 0 | 1} {
	const {type, operand} = readScalar(draft);
	if (type.kind !== 'pointer') return draft.module.fail('a pointer is needed here');
	return {operand, space: type.space === 0 ? 0 : 1};
}

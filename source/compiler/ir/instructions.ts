/**
 * Instructions that compute: arithmetic, comparisons, conversions, address arithmetic, selection, aggregates.
 */
import {
	binary,
	compare,
	constant,
	type FunctionDraft,
	integerLike,
	leavesOf,
	select,
	signExtend,
	truncate,
	zeroExtend,
} from './builder.ts';
import {stepInto} from './constants.ts';
import type {BinaryOperator, Operand, Predicate} from './ir.ts';
import {expect, expectWord, readType} from './module.ts';
import {type Type, typeText} from './types.ts';
import {readPointer, readScalar, readTypedValue, readValue} from './values.ts';
import {convertWide, wideBinary, wideCompare} from './wide.ts';

const binaryFlags = new Set(['nuw', 'nsw', 'exact', 'disjoint']);
const predicates = new Set(['eq', 'ne', 'ult', 'ule', 'ugt', 'uge', 'slt', 'sle', 'sgt', 'sge']);

/** Read `<operator> [flags] <type> <left>, <right>` after the operator. */
export function readBinary(draft: FunctionDraft, operator: BinaryOperator): readonly Operand[] {
	const {lexer} = draft.module;
	while (lexer.is('word') && binaryFlags.has(lexer.text)) lexer.next();
	const {type, parts: left} = readTypedValue(draft);
	expect(draft.module, ',');
	const right = readValue(draft, type);
	const bits = integerBits(draft, type);
	if (bits > 64) return wideBinary(draft, operator, bits, left, right);
	return [binary(draft, operator, bits, left[0]!, right[0]!)];
}

/** Read `icmp [samesign] <predicate> <type> <left>, <right>` after icmp. */
export function readCompare(draft: FunctionDraft): readonly Operand[] {
	const {lexer} = draft.module;
	lexer.acceptWord('samesign');
	const predicate = lexer.text;
	if (!isPredicate(predicate)) draft.module.fail(`the comparison '${predicate}' is not supported`);
	lexer.next();
	const {type, parts: left} = readTypedValue(draft);
	expect(draft.module, ',');
	const right = readValue(draft, type);
	const leaves = leavesOf(draft, type);
	if (leaves.length === 2) return [wideCompare(draft, predicate, integerBits(draft, type), left, right)];
	if (leaves.length !== 1) draft.module.fail(`comparison of ${typeText(type)} is not supported`);
	return [compare(draft, predicate, leaves[0]!.width, left[0]!, right[0]!)];
}

/** Read `<conversion> [flags] <type> <value> to <type>` after the word. All but sext keep bits or fill with zeros. */
export function readConversion(draft: FunctionDraft, word: string): readonly Operand[] {
	const {lexer} = draft.module;
	while (lexer.isWord('nuw') || lexer.isWord('nsw') || lexer.isWord('nneg')) lexer.next();
	const {type, parts} = readTypedValue(draft);
	expectWord(draft.module, 'to');
	const toType = readType(draft.module);
	const from = leavesOf(draft, type);
	const to = leavesOf(draft, toType);
	if (!integerLike(type) || !integerLike(toType)) {
		return draft.module.fail(`'${word}' of ${typeText(type)} to ${typeText(toType)} is not supported`);
	}
	const kind = word === 'sext' ? 'signExtend' : 'zeroExtend';
	if (from.length > 1 || to.length > 1) {
		return convertWide(draft, kind, integerBits(draft, type), integerBits(draft, toType), parts);
	}
	const fromWidth = from[0]!.width;
	const toWidth = to[0]!.width;
	if (toWidth <= fromWidth) return [truncate(draft, fromWidth, toWidth, parts[0]!)];
	const extend = kind === 'signExtend' ? signExtend : zeroExtend;
	return [extend(draft, fromWidth, toWidth, parts[0]!)];
}

/** Read `getelementptr [flags] <type>, ptr <base>{, <type> <index>}` after the word. */
export function readAddress(draft: FunctionDraft): readonly Operand[] {
	const {lexer, layout} = draft.module;
	while (lexer.isWord('inbounds') || lexer.isWord('nusw') || lexer.isWord('nuw')) lexer.next();
	const element = readType(draft.module);
	expect(draft.module, ',');
	const width = layout.pointerBits;
	const base = readPointer(draft).operand;
	const terms: Operand[] = [];
	let type: Type | null = null;
	let fixed = 0n;
	while (lexer.is(',') && !lexer.source.startsWith(' !', lexer.end)) {
		lexer.next();
		const index = readScalar(draft);
		if (index.operand.kind === 'constant') {
			const value = BigInt.asIntN(index.width, index.operand.value);
			const step: {offset: bigint; type: Type} =
				type === null
					? {offset: value * BigInt(layout.sizeOf(element)), type: element}
					: stepInto(draft.module, type, value);
			fixed += step.offset;
			type = step.type;
		} else {
			type = type === null ? element : arrayElement(draft, type);
			const wide =
				index.width > width
					? truncate(draft, index.width, width, index.operand)
					: signExtend(draft, index.width, width, index.operand);
			terms.push(scale(draft, wide, layout.sizeOf(type)));
		}
	}
	const offset = constant(width, fixed);
	// A constant offset folds into a symbol or frame address when it comes first; in other sums it belongs last.
	const summands = base.kind === 'register' ? [...terms, offset] : [offset, ...terms];
	return [summands.reduce((sum, term) => binary(draft, 'add', width, sum, term), base)];
}

function scale(draft: FunctionDraft, index: Operand, size: number): Operand {
	const width = draft.module.layout.pointerBits;
	const shift = Math.log2(size);
	if (Number.isInteger(shift)) return binary(draft, 'shl', width, index, constant(width, shift));
	return binary(draft, 'mul', width, index, constant(width, size));
}

function arrayElement(draft: FunctionDraft, type: Type): Type {
	const whole = type.kind === 'named' ? type.body : type;
	if (whole?.kind === 'array') return whole.element;
	return draft.module.fail(`a variable index into a ${typeText(type)}`);
}

/** Read `select i1 <condition>, <type> <a>, <type> <b>` after the word; aggregates are selected leaf by leaf. */
export function readSelect(draft: FunctionDraft): readonly Operand[] {
	const condition = readScalar(draft);
	if (condition.width !== 1) draft.module.fail('the condition of a select must be i1');
	expect(draft.module, ',');
	const {type, parts: whenTrue} = readTypedValue(draft);
	expect(draft.module, ',');
	const whenFalse = readTypedValue(draft).parts;
	return leavesOf(draft, type).map((leaf, index) =>
		select(draft, leaf.width, condition.operand, whenTrue[index]!, whenFalse[index]!),
	);
}

/** Read `extractvalue <type> <value>, <index>…` after the word. */
export function readExtract(draft: FunctionDraft): readonly Operand[] {
	const {type, parts} = readTypedValue(draft);
	const {first, count} = readLeafRange(draft, type);
	return parts.slice(first, first + count);
}

/** Read `insertvalue <type> <value>, <type> <part>, <index>…` after the word. */
export function readInsert(draft: FunctionDraft): readonly Operand[] {
	const {type, parts} = readTypedValue(draft);
	expect(draft.module, ',');
	const inserted = readTypedValue(draft).parts;
	const {first, count} = readLeafRange(draft, type);
	if (count !== inserted.length) draft.module.fail('the inserted value is of another type');
	return [...parts.slice(0, first), ...inserted, ...parts.slice(first + count)];
}

/** Read `, <index>…` and find which leaves of the type it means. */
function readLeafRange(draft: FunctionDraft, whole: Type): {first: number; count: number} {
	const {lexer} = draft.module;
	let type = whole;
	let first = 0;
	while (lexer.is(',') && !lexer.source.startsWith(' !', lexer.end)) {
		lexer.next();
		const index = Number(lexer.text);
		expect(draft.module, 'integer');
		const inner: Type | null = type.kind === 'named' ? type.body : type;
		if (inner?.kind === 'array') {
			first += index * leavesOf(draft, inner.element).length;
			type = inner.element;
		} else if (inner?.kind === 'struct' && inner.fields[index] !== undefined) {
			for (const field of inner.fields.slice(0, index)) first += leavesOf(draft, field).length;
			type = inner.fields[index];
		} else {
			draft.module.fail(`index ${index} into a ${typeText(type)}`);
		}
	}
	return {first, count: leavesOf(draft, type).length};
}

/** Bits of an integer or pointer type. */
function integerBits(draft: FunctionDraft, type: Type): number {
	if (type.kind === 'integer') return type.bits;
	if (type.kind === 'pointer') return draft.module.layout.pointerBits;
	return draft.module.fail(`an integer is needed here, not ${typeText(type)}`);
}

function isPredicate(text: string): text is Predicate {
	return predicates.has(text);
}

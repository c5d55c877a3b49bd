/**
 * Terminators: branches, switches, returns, and computed goto as a switch over block numbers.
 */
import type {FunctionDraft} from './builder.ts';
import type {Terminator} from './ir.ts';
import {blockNumber, expect, expectText, readType} from './module.ts';
import {voidType} from './types.ts';
import {readScalar, readScalarOf, readValue} from './values.ts';

/** Read a terminator after its word; false when the word is none. */
export function readTerminator(draft: FunctionDraft, opcode: string): boolean {
	const terminator = parseTerminator(draft, opcode);
	if (terminator === null) return false;
	const {current} = draft;
	if (current.trapAfter === null) {
		current.terminator = terminator;
	} else {
		current.instructions.length = current.trapAfter;
		current.terminator = {op: 'unreachable', trap: true, at: -1};
	}
	return true;
}

function parseTerminator(draft: FunctionDraft, opcode: string): Terminator | null {
	switch (opcode) {
		case 'br':
			return readBranch(draft);
		case 'switch':
			return readSwitch(draft);
		case 'ret':
			return readReturn(draft);
		case 'indirectbr':
			return readIndirectBranch(draft);
		case 'unreachable':
			return {op: 'unreachable', trap: false, at: -1};
		default:
			return null;
	}
}

function readLabel(draft: FunctionDraft): number {
	if (!draft.module.lexer.acceptWord('label'))
		draft.module.fail(`expected 'label', found '${draft.module.lexer.text}'`);
	return blockIndex(draft, expectText(draft.module, 'local'));
}

function readBranch(draft: FunctionDraft): Terminator {
	const {module} = draft;
	if (module.lexer.isWord('label')) return {op: 'jump', target: readLabel(draft), at: -1};
	const {operand: condition} = readScalar(draft);
	expect(module, ',');
	const whenTrue = readLabel(draft);
	expect(module, ',');
	const whenFalse = readLabel(draft);
	if (condition.kind === 'constant') {
		return {op: 'jump', target: condition.value === 0n ? whenFalse : whenTrue, at: -1};
	}
	if (whenTrue === whenFalse) return {op: 'jump', target: whenTrue, at: -1};
	return {op: 'branch', condition, whenTrue, whenFalse, at: -1};
}

function readSwitch(draft: FunctionDraft): Terminator {
	const {module} = draft;
	const type = readType(module);
	const {operand: value, width} = readScalarOf(draft, type);
	expect(module, ',');
	const otherwise = readLabel(draft);
	expect(module, '[');
	const cases: {value: bigint; target: number}[] = [];
	while (!module.lexer.accept(']')) {
		const caseValue = readScalar(draft).operand;
		if (caseValue.kind !== 'constant') return module.fail('a switch case that is no number');
		expect(module, ',');
		cases.push({value: caseValue.value, target: readLabel(draft)});
	}
	if (cases.length === 0) return {op: 'jump', target: otherwise, at: -1};
	return {op: 'switch', value, width, cases, otherwise, at: -1};
}

function readReturn(draft: FunctionDraft): Terminator {
	const type = readType(draft.module);
	const values = type === voidType ? [] : readValue(draft, type);
	if (values.length !== draft.results.length) draft.module.fail('the returned value is of another type');
	return {op: 'return', values: [...values], at: -1};
}

/** Computed goto: the address of a block is its number, so this is a switch over numbers. */
function readIndirectBranch(draft: FunctionDraft): Terminator {
	const {module} = draft;
	const {operand: value, width} = readScalar(draft);
	expect(module, ',');
	expect(module, '[');
	const cases = new Map<bigint, number>();
	while (!module.lexer.accept(']')) {
		const target = readLabel(draft);
		const label = [...draft.blockIndex].find(([, index]) => index === target)![0];
		cases.set(BigInt(blockNumber(module, draft.name, label)), target);
		if (!module.lexer.accept(',') && !module.lexer.is(']')) module.fail(`expected ',' or ']'`);
	}
	const list = [...cases].map(([number, target]) => ({value: number, target}));
	const last = list.pop();
	if (last === undefined) return {op: 'unreachable', trap: true, at: -1};
	// The value is always one of the numbers: the last one can be the default.
	if (list.length === 0) return {op: 'jump', target: last.target, at: -1};
	return {op: 'switch', value, width, cases: list, otherwise: last.target, at: -1};
}

/** Number of the block with a label, given out on first mention. */
export function blockIndex(draft: FunctionDraft, label: string): number {
	let index = draft.blockIndex.get(label);
	if (index === undefined) {
		index = draft.blockIndex.size;
		draft.blockIndex.set(label, index);
	}
	return index;
}

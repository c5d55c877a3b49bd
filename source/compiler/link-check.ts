/**
 * Signatures: WebAssembly calls must agree with their definitions exactly, and C that was compiled in pieces (or in the
 * style of before 1989) need not. Found here, with the C line, rather than as a module that does not validate.
 */
import type {LocationIndex, ValueType} from './ir/ir.ts';
import {describeLocation} from './link-references.ts';
import {describeUnit} from './link-symbols.ts';
import type {Intrinsic, LinkedFunction, LinkedSlot, LinkedSymbol} from './link-types.ts';

export interface Signature {
	parameters: readonly ValueType[];
	results: readonly ValueType[];
}

/** Problems of the direct calls in one live function. */
export function callProblems(fn: LinkedFunction): string[] {
	const problems: string[] = [];
	for (const block of fn.ir.blocks) {
		for (const instruction of block.instructions) {
			if (instruction.op !== 'call' || instruction.callee.kind !== 'direct') continue;
			const {name} = instruction.callee;
			const symbol = fn.unit.symbols.get(name);
			// Not resolved: reported already.
			if (!symbol) continue;
			const where = describe(fn, instruction.at);
			const expected = signatureOf(symbol, pointerType(fn));
			if (!expected) problems.push(`${where}: '${name}' is called, but it is data`);
			else if (!(hasOtherPointers(fn, symbol) ? sameShape : sameSignature)(instruction, expected)) {
				problems.push(
					`${where}: '${name}' is called as ${signatureText(instruction)}, but ${definedAs(symbol)} ` +
						`${signatureText(expected)}; declare it with its full prototype before the call`,
				);
			}
		}
	}
	return problems;
}

/** Problems of the functions that the host calls by name: it can pass and take 32-bit numbers only. */
export function exportProblems(name: string, {ir}: LinkedFunction): string[] {
	const narrow = ir.results.length <= 1 && [...ir.parameters, ...ir.results].every(type => type === 'i32');
	return narrow
		? []
		: [
				`exported function '${name}' is ${signatureText(ir)}: it may take 32-bit integers only and give one at most`,
			];
}

/** Problems of a translate hook: `unsigned long hook(unsigned long address, unsigned int access, unsigned int site)`. */
export function hookProblems(fn: LinkedFunction | null): string[] {
	if (!fn) return [];
	const pointer = pointerType(fn);
	const expected: Signature = {parameters: [pointer, 'i32', 'i32'], results: [pointer]};
	return sameSignature(fn.ir, expected)
		? []
		: [
				`${describe(fn, fn.ir.at)}: '${fn.ir.name}' is ${signatureText(fn.ir)}, must be ${signatureText(expected)}`,
			];
}

/** Problems of a slot whose definitions differ in type. */
export function slotProblems(slot: LinkedSlot): string[] {
	const [first, ...others] = slot.definitions;
	if (!first) return [];
	const odd = others.find(other => !sameSignature(other.ir, first.ir));
	return odd
		? [
				`slot '${slot.name}' is ${signatureText(odd.ir)} in ${describeUnit(odd.unit)}, ` +
					`but ${signatureText(first.ir)} in ${describeUnit(first.unit)}`,
			]
		: [];
}

function signatureOf(symbol: LinkedSymbol, pointer: ValueType): Signature | null {
	switch (symbol.kind) {
		case 'function':
			return symbol.ir;
		case 'slot':
			return symbol;
		case 'intrinsic':
			return intrinsicSignature(symbol.intrinsic, pointer);
		case 'data':
			return null;
	}
}

function intrinsicSignature(intrinsic: Intrinsic, pointer: ValueType): Signature {
	switch (intrinsic) {
		case 'cpu':
		case 'variant':
			return {parameters: [], results: ['i32']};
		case 'trap':
			return {parameters: ['i32', 'i32'], results: []};
		case 'wait':
			return {parameters: [pointer, 'i32', 'i32'], results: []};
		case 'wake':
			return {parameters: [pointer], results: []};
		case 'static_end':
		case 'memory_end':
			return {parameters: [], results: [pointer]};
		case 'atomic_begin':
		case 'atomic_end':
			return {parameters: [], results: []};
		case 'choose':
			return {parameters: ['i32'], results: ['i32']};
		case 'assert':
			return {parameters: ['i32', 'i32'], results: []};
		case 'block_until':
			return {parameters: [pointer, 'i32'], results: []};
	}
}

function definedAs(symbol: LinkedSymbol): string {
	if (symbol.kind === 'function') return `${describeUnit(symbol.unit)} defines it as`;
	return symbol.kind === 'slot' ? 'the slot is' : 'the intrinsic is';
}

function sameSignature(a: Signature, b: Signature): boolean {
	return sameTypes(a.parameters, b.parameters) && sameTypes(a.results, b.results);
}

/** A program with wider pointers than the kernel: the emitter adapts each argument. */
function hasOtherPointers(fn: LinkedFunction, symbol: LinkedSymbol): boolean {
	const callee = symbol.kind === 'slot' ? symbol.definitions[0] : symbol;
	return callee?.kind === 'function' && callee.unit.unit.pointerBits !== fn.unit.unit.pointerBits;
}

function sameShape(a: Signature, b: Signature): boolean {
	return a.parameters.length === b.parameters.length && a.results.length === b.results.length;
}

function sameTypes(a: readonly ValueType[], b: readonly ValueType[]): boolean {
	return a.length === b.length && a.every((type, index) => type === b[index]);
}

function signatureText({parameters, results}: Signature): string {
	return `(${parameters.join(', ')}) → ${results.join(', ') || 'nothing'}`;
}

function describe(fn: LinkedFunction, at: LocationIndex): string {
	return describeLocation(fn.unit.unit, at);
}

function pointerType(fn: LinkedFunction): ValueType {
	return fn.unit.unit.pointerBits === 64 ? 'i64' : 'i32';
}

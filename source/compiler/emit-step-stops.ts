/**
 * Where step code can stop: which functions contain such a place, themselves or through what they call, and which stack
 * objects nobody else can see.
 */

import {createKnownPlaces, type FindKnownPlace, isInside} from './emit-direct.ts';
import type {Instruction, Operand} from './ir/ir.ts';
import {operandsOf, resultsOf} from './link-references.ts';
import type {Intrinsic, LinkedFunction, LinkedProgram, LinkedSlot} from './link-types.ts';

/** The functions in which a CPU can stop, by the object that the linker made. */
export type StopAnalysis = ReadonlySet<LinkedFunction>;

/** Whether a call of that target can stop. */
export function mayStop(
	stopping: StopAnalysis,
	target: LinkedFunction | LinkedSlot | {kind: 'indirect'},
): boolean {
	switch (target.kind) {
		case 'function':
			return stopping.has(target);
		case 'slot':
			return target.definitions.some(definition => stopping.has(definition));
		case 'indirect':
			return true;
	}
}

const stoppingIntrinsics: readonly Intrinsic[] = ['trap', 'wait', 'choose', 'block_until'];

/** Finds the stopping functions: those with a place of their own first, then their callers. */
export function analyseStops(program: LinkedProgram): StopAnalysis {
	const stopping = new Set<LinkedFunction>();
	const callers = new Map<LinkedFunction, Set<LinkedFunction>>();
	for (const fn of program.functions) {
		const {stops, callees} = ownStops(program, fn);
		if (stops) stopping.add(fn);
		for (const callee of callees) {
			const known = callers.get(callee);
			if (known) known.add(fn);
			else callers.set(callee, new Set([fn]));
		}
	}
	// A set's iterator also visits what is added meanwhile.
	for (const fn of stopping) for (const caller of callers.get(fn) ?? []) stopping.add(caller);
	return stopping;
}

function ownStops(program: LinkedProgram, fn: LinkedFunction): {stops: boolean; callees: LinkedFunction[]} {
	const findKnown = createKnownPlaces(fn);
	const isPrivate = privateSlots(fn, findKnown);
	const callees: LinkedFunction[] = [];
	let stops = false;
	for (const {instructions, terminator} of fn.ir.blocks) {
		if (terminator.op === 'unreachable') stops = true;
		for (const instruction of instructions) {
			switch (instruction.op) {
				case 'load':
				case 'store':
				case 'rmw':
				case 'cmpxchg': {
					const known = instruction.space === 0 ? findKnown(instruction.address) : null;
					const isHidden =
						known !== null &&
						isInside(known, instruction.width / 8) &&
						(known.kind === 'frame'
							? isPrivate.has(known.slot)
							: instruction.op === 'load' && known.address + known.offset < program.constantEnd);
					if (!isHidden) stops = true;
					break;
				}
				case 'call': {
					if (instruction.callee.kind === 'indirect') {
						stops = true;
						break;
					}
					const symbol = fn.unit.symbols.get(instruction.callee.name);
					if (symbol?.kind === 'function') callees.push(symbol);
					if (symbol?.kind === 'slot') callees.push(...symbol.definitions);
					if (symbol?.kind === 'intrinsic' && stoppingIntrinsics.includes(symbol.intrinsic)) stops = true;
					break;
				}
			}
		}
	}
	return {stops, callees};
}

/** Frame slots whose address is used for nothing but accesses at known places: no pointer to them exists. */
export function privateSlots(fn: LinkedFunction, findKnown: FindKnownPlace): ReadonlySet<number> {
	const found = new Set(fn.ir.frame.keys());
	const drop = (operand: Operand): void => {
		const known = findKnown(operand);
		if (known?.kind === 'frame') found.delete(known.slot);
	};
	for (const {instructions, terminator} of fn.ir.blocks) {
		for (const instruction of instructions) {
			if (keepsPlace(instruction, findKnown)) continue;
			const address = addressOf(instruction, findKnown);
			for (const operand of operandsOf(instruction)) if (operand !== address) drop(operand);
		}
		if (terminator.op === 'return') terminator.values.forEach(drop);
		if (terminator.op === 'switch') drop(terminator.value);
	}
	return found;
}

/** True for a step from a known place to a known place: uses of its result are looked at by themselves. */
function keepsPlace(instruction: Instruction, findKnown: FindKnownPlace): boolean {
	if (instruction.op !== 'move' && instruction.op !== 'binary') return false;
	return resultsOf(instruction).every(register => findKnown({kind: 'register', register}) !== null);
}

/** The address of an access that stays inside its object, or null. */
function addressOf(instruction: Instruction, findKnown: FindKnownPlace): Operand | null {
	switch (instruction.op) {
		case 'load':
		case 'store':
		case 'rmw':
		case 'cmpxchg': {
			const known = instruction.space === 0 ? findKnown(instruction.address) : null;
			return known && isInside(known, instruction.width / 8) ? instruction.address : null;
		}
		default:
			return null;
	}
}

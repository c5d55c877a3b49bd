/**
 * Which addresses are known to be direct while compiling: those inside a frame slot or a global, reached from it by
 * constant steps only.
 */
import type {Instruction, IrFunction, Operand} from './ir/ir.ts';
import {resultsOf} from './link-references.ts';
import type {LinkedFunction} from './link-types.ts';

/** A place at a constant distance from the start of an object. */
export type KnownPlace =
	| {kind: 'frame'; slot: number; offset: number; size: number}
	| {kind: 'data'; address: number; offset: number; size: number};

/** Tells where an operand points to, or null when that is not known or the place is no object. */
export type FindKnownPlace = (operand: Operand) => KnownPlace | null;

/** Steps followed backwards at most: registers form chains, in hand-made code even cycles. */
const maximumSteps = 16;

/**
 * Looks through the registers that are written once, which is all of a function's values except merged ones.
 */
export function createKnownPlaces(fn: LinkedFunction): FindKnownPlace {
	const definitions = singleDefinitions(fn.ir);
	const {pointerBits} = fn.unit.unit;

	function find(operand: Operand, steps: number): KnownPlace | null {
		switch (operand.kind) {
			case 'frame': {
				const slot = fn.ir.frame[operand.slot];
				return slot ? {kind: 'frame', slot: operand.slot, offset: operand.offset, size: slot.size} : null;
			}
			case 'symbol': {
				const symbol = fn.unit.symbols.get(operand.name);
				return symbol?.kind === 'data'
					? {kind: 'data', address: symbol.address, offset: operand.offset, size: symbol.ir.size}
					: null;
			}
			case 'register': {
				const definition = definitions.get(operand.register);
				return definition && steps > 0 ? findThrough(definition, steps - 1) : null;
			}
			case 'constant':
				return null;
		}
	}

	function findThrough(definition: Instruction, steps: number): KnownPlace | null {
		if (definition.op === 'move') return find(definition.from, steps);
		if (definition.op !== 'binary' || definition.width !== pointerBits) return null;
		const {operator, left, right} = definition;
		if (operator === 'add' && right.kind === 'constant') return stepped(find(left, steps), right.value);
		if (operator === 'add' && left.kind === 'constant') return stepped(find(right, steps), left.value);
		if (operator === 'sub' && right.kind === 'constant') return stepped(find(left, steps), -right.value);
		return null;
	}

	function stepped(place: KnownPlace | null, by: bigint): KnownPlace | null {
		return place && {...place, offset: place.offset + Number(BigInt.asIntN(pointerBits, by))};
	}

	return operand => find(operand, maximumSteps);
}

/** True when `bytes` bytes at the place lie inside its object. */
export function isInside(place: KnownPlace, bytes: number): boolean {
	return place.offset >= 0 && place.offset + bytes <= place.size;
}

function singleDefinitions(ir: IrFunction): Map<number, Instruction> {
	const found = new Map<number, Instruction>();
	const several = new Set<number>(ir.parameters.keys());
	for (const block of ir.blocks) {
		for (const instruction of block.instructions) {
			for (const register of resultsOf(instruction)) {
				if (found.has(register)) several.add(register);
				found.set(register, instruction);
			}
		}
	}
	for (const register of several) found.delete(register);
	return found;
}

/**
 * What a function names: a walk over the symbols that its instructions use.
 */
import type {Callee, Instruction, IrFunction, LocationIndex, Operand, Terminator, Unit} from './ir/ir.ts';

/** One use of a symbol: `call` when it is only called, `address` when its address (or table index) is a value. */
export interface Reference {
	name: string;
	use: 'call' | 'address';
	at: LocationIndex;
}

/** Every use of a symbol in a function, in program order, repeats included. */
export function referencesOf(fn: IrFunction): Reference[] {
	const references: Reference[] = [];
	for (const block of fn.blocks) {
		for (const instruction of block.instructions) {
			if (instruction.op === 'call' && instruction.callee.kind === 'direct') {
				references.push({name: instruction.callee.name, use: 'call', at: instruction.at});
			}
			collect(operandsOf(instruction), instruction.at, references);
		}
		collect(terminatorOperands(block.terminator), block.terminator.at, references);
	}
	return references;
}

/** `file:line` of a location and the function around it, for messages; the unit's name where there is none. */
export function describeLocation(unit: Unit, at: LocationIndex): string {
	const location = unit.locations[at];
	return location && location.line > 0 ? `${location.file}:${location.line}` : `unit ${unit.name}`;
}

/** The operands that an instruction reads. */
export function operandsOf(instruction: Instruction): Operand[] {
	switch (instruction.op) {
		case 'move':
		case 'unary':
		case 'convert':
		case 'stackRestore':
			return [instruction.from];
		case 'binary':
		case 'compare':
			return [instruction.left, instruction.right];
		case 'select':
			return [instruction.condition, instruction.whenTrue, instruction.whenFalse];
		case 'load':
			return [instruction.address];
		case 'store':
		case 'rmw':
			return [instruction.address, instruction.value];
		case 'cmpxchg':
			return [instruction.address, instruction.expected, instruction.replacement];
		case 'call':
			return [...calleeOperands(instruction.callee), ...instruction.args];
		case 'alloca':
			return [instruction.size];
		case 'fence':
		case 'stackSave':
			return [];
	}
}

/** The registers that an instruction writes. */
export function resultsOf(instruction: Instruction): number[] {
	switch (instruction.op) {
		case 'store':
		case 'fence':
		case 'stackRestore':
			return [];
		case 'call':
			return instruction.to;
		case 'cmpxchg':
			return [instruction.to, instruction.success];
		default:
			return [instruction.to];
	}
}

function calleeOperands(callee: Callee): Operand[] {
	return callee.kind === 'indirect' ? [callee.target] : [];
}

function terminatorOperands(terminator: Terminator): Operand[] {
	switch (terminator.op) {
		case 'branch':
			return [terminator.condition];
		case 'switch':
			return [terminator.value];
		case 'return':
			return terminator.values;
		case 'jump':
		case 'unreachable':
			return [];
	}
}

function collect(operands: readonly Operand[], at: LocationIndex, references: Reference[]): void {
	for (const operand of operands) {
		if (operand.kind === 'symbol') references.push({name: operand.name, use: 'address', at});
	}
}

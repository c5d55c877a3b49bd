/**
 * Who defines what: the scopes of the core, of each variant and of each program, and the rules by which a name used in
 * one unit finds its definition. External wins over weak, an internal symbol is its unit's own, and symbols of a variant
 * or program are seen by nobody else.
 */
import type {IrFunction, IrGlobal, Unit} from './ir/ir.ts';
import {
	type Intrinsic,
	intrinsics,
	type LinkedData,
	type LinkedFunction,
	type LinkedUnit,
} from './link-types.ts';

export type Definition = LinkedFunction | LinkedData;

/** Symbols that the units of one owner share. */
export interface Scope {
	owner: string;
	units: LinkedUnit[];
	/** Winners among the external and weak definitions. */
	shared: Map<string, Definition>;
	/** Internal symbols, by unit. */
	internal: Map<LinkedUnit, Map<string, Definition>>;
}

/** Builds the scope of one owner; every pair of external definitions of one name is a problem. */
export function createScope(owner: string, units: LinkedUnit[], problems: string[]): Scope {
	const scope: Scope = {owner, units, shared: new Map(), internal: new Map()};
	for (const unit of units) {
		const internal = new Map<string, Definition>();
		scope.internal.set(unit, internal);
		for (const definition of definitionsOf(unit)) {
			const {name, linkage} = definition.ir;
			if (linkage === 'internal') {
				internal.set(name, definition);
				continue;
			}
			const other = scope.shared.get(name);
			if (other?.ir.linkage === 'external' && linkage === 'external') {
				problems.push(
					`'${name}' is defined twice: in ${describeUnit(other.unit)} and in ${describeUnit(unit)}; ` +
						'make one of them static or __weak, or give it another name',
				);
			} else if (!other || (other.ir.linkage === 'weak' && linkage === 'external')) {
				scope.shared.set(name, definition);
			}
		}
	}
	return scope;
}

/** The definition that a unit of this scope sees by itself: its own internal one, else the shared one. */
export function lookUp(scope: Scope, unit: LinkedUnit, name: string): Definition | undefined {
	return scope.internal.get(unit)?.get(name) ?? scope.shared.get(name);
}

const intrinsicPrefix = '__ptelab_';

/** The intrinsic of that C name, or null. */
export function intrinsicOf(name: string): Intrinsic | null {
	return intrinsics.find(intrinsic => name === intrinsicPrefix + intrinsic) ?? null;
}

/** The unit for messages: its name, and whose it is unless it is the core's. */
export function describeUnit(unit: LinkedUnit): string {
	return unit.owner === 'core' ? unit.unit.name : `${unit.unit.name} (${unit.owner})`;
}

/**
 * Problems of units that do not fit together: byte orders, sizes of pointers, repeated names. Programs may have 64-bit
 * pointers (BPF has no others) whatever the kernel has.
 */
export function unitMismatches(units: readonly LinkedUnit[]): string[] {
	const problems: string[] = [];
	const first = units[0];
	if (!first) return ['there is no unit to link'];
	const names = new Map<string, LinkedUnit>();
	for (const unit of units) {
		const sameOrder = unit.unit.bigEndian === first.unit.bigEndian;
		const samePointers = unit.unit.pointerBits === first.unit.pointerBits;
		if (!sameOrder || (!samePointers && !(unit.isProgram && unit.unit.pointerBits === 64))) {
			problems.push(
				`${describeUnit(unit)} is ${machineOf(unit.unit)}, but ${describeUnit(first)} is ${machineOf(first.unit)}; ` +
					'compile both for the same target',
			);
		}
		const key = `${unit.owner}\0${unit.unit.name}`;
		if (names.has(key)) problems.push(`two units of ${unit.owner} are called '${unit.unit.name}'`);
		names.set(key, unit);
	}
	return problems;
}

function machineOf(unit: Unit): string {
	return `${unit.pointerBits}-bit ${unit.bigEndian ? 'big' : 'little'} endian`;
}

function* definitionsOf(unit: LinkedUnit): Generator<Definition> {
	for (const ir of unit.unit.functions) yield linkedFunction(unit, ir);
	for (const ir of unit.unit.globals) yield linkedData(unit, ir);
}

function linkedFunction(unit: LinkedUnit, ir: IrFunction): LinkedFunction {
	return {kind: 'function', name: ir.name, unit, ir, tableIndex: 0};
}

function linkedData(unit: LinkedUnit, ir: IrGlobal): LinkedData {
	return {kind: 'data', unit, ir, address: 0};
}

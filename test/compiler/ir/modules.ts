/**
 * Helpers of the tests that read hand-written modules.
 */
import assert from 'node:assert/strict';
import type {Instruction, IrFunction, Unit} from '../../../source/compiler/ir/ir.ts';
import {readLlvm} from '../../../source/compiler/ir/read-llvm.ts';
import {callFunction, makeMachine} from './interpret.ts';

export const little64 =
	'target datalayout = "e-m:e-i64:64-i128:128-n32:64-S128"\ntarget triple = "riscv64-unknown-linux-gnu"\n';
export const big64 =
	'target datalayout = "E-m:e-i64:64-i128:128-n32:64-S128"\ntarget triple = "powerpc64-unknown-linux-gnu"\n';
export const little32 =
	'target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"\ntarget triple = "riscv32-unknown-linux-gnu"\n';

/** Read a module whose head (data layout and triple) is given apart. */
export function read(text: string, head = little64): Unit {
	return readLlvm(head + text, 'unit');
}

/** The function of that name. */
export function functionOf(unit: Unit, name = 'f'): IrFunction {
	const found = unit.functions.find(one => one.name === name);
	assert.ok(found, `function ${name}`);
	return found;
}

/** Instructions of all blocks. */
export function instructionsOf(unit: Unit, name = 'f'): Instruction[] {
	return functionOf(unit, name).blocks.flatMap(({instructions}) => instructions);
}

/** Result of calling @f. */
export function run(text: string, args: bigint[], head = little64): bigint[] {
	return callFunction(makeMachine(read(text, head)), 'f', args);
}

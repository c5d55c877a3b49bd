/**
 * From the pointer of an access to an address in the machine's memory: nothing to do where it is known to be direct,
 * else the check and the call of the translate hook (docs/machine.md, "What the emitter makes of an access").
 */

import type {Value} from './emit-arithmetic.ts';
import {constant, type Expression, wasmType} from './emit-binaryen.ts';
import {
	emitOperand,
	type FunctionContext,
	fitType,
	getRegister,
	narrowAddress,
	pointerType,
} from './emit-context.ts';
import {type FindKnownPlace, isInside} from './emit-direct.ts';
import type {Access, LocationIndex} from './ir/ir.ts';
import {staticStart} from './link-layout.ts';
import {describeLocation} from './link-references.ts';
import {LinkError, type LinkedFunction} from './link-types.ts';

/** Where an access goes. */
export interface Place {
	/** Statements that must run first. */
	before: Expression[];
	/** The i32 base address. */
	base: Value;
	/** Bytes after the base, for the instruction's immediate. */
	offset: number;
	/** True when a base of 0 means that the access is not done. */
	mayFail: boolean;
}

/** What an access does, for the hook. */
export interface AccessKind {
	isWrite: boolean;
	isAtomic: boolean;
}

const writeFlag = 0x100;
const atomicFlag = 0x200;

/** Finds the place of an access. Throws a `LinkError` where a hook is needed that the core does not define. */
export function emitPlace(
	f: FunctionContext,
	access: Access,
	kind: AccessKind,
	at: LocationIndex,
	findKnown: FindKnownPlace,
): Place {
	const bytes = access.width / 8;
	if (access.space === 1) return arenaPlace(f, access, flagsOf(bytes, kind), at);
	const known = findKnown(access.address);
	if (known && isInside(known, bytes)) {
		if (known.kind === 'data') return directPlace(() => f.module.i32.const(known.address + known.offset), 0);
		const offset = (f.frame.offsets[known.slot] ?? 0) + known.offset;
		return directPlace(() => f.module.local.get(f.frameLocal(), f.api.i32), offset);
	}
	if (f.fn.unit.direct) {
		return directPlace(() => narrowAddress(f, emitOperand(f, access.address, f.pointer)), 0);
	}
	return checkedPlace(f, access, bytes, flagsOf(bytes, kind), at);
}

function directPlace(base: Value, offset: number): Place {
	return {before: [], base, offset, mayFail: false};
}

function checkedPlace(
	f: FunctionContext,
	access: Access,
	bytes: number,
	flags: number,
	at: LocationIndex,
): Place {
	const m = f.module;
	const ops = m[f.pointer];
	const pointer = pointerValue(f, access);
	const base = f.scratch('i32');
	// One comparison for both bounds: pointers below the first direct one wrap around to the top.
	const isDirect = ops.lt_u(
		ops.sub(pointer.value(), constant(m, f.pointer, staticStart)),
		constant(m, f.pointer, f.program.memoryBytes - staticStart - bytes + 1),
	);
	const translated = callHook(
		f,
		hookOf(f, f.program.translate, '__mmu_translate', at),
		pointer.value(),
		flags,
		at,
	);
	const address = m.if(isDirect, narrowAddress(f, pointer.value()), translated);
	return {
		before: [...pointer.before, m.local.set(base, address)],
		base: () => m.local.get(base, f.api.i32),
		offset: 0,
		mayFail: false,
	};
}

function arenaPlace(f: FunctionContext, access: Access, flags: number, at: LocationIndex): Place {
	const m = f.module;
	const pointer = emitOperand(f, access.address, f.pointer);
	const low = f.pointer === 'i64' ? m.i64.extend_u(m.i32.wrap(pointer)) : pointer;
	const base = f.scratch('i32');
	const hook = hookOf(f, f.program.translateArena, '__mmu_translate_arena', at);
	return {
		before: [m.local.set(base, callHook(f, hook, low, flags, at))],
		base: () => m.local.get(base, f.api.i32),
		offset: 0,
		mayFail: true,
	};
}

/** The pointer for several uses: a register as it is, anything else through a local. */
function pointerValue(f: FunctionContext, access: Access): {before: Expression[]; value: Value} {
	const {address} = access;
	if (address.kind === 'register') return {before: [], value: () => getRegister(f, address.register)};
	const local = f.scratch(f.pointer);
	return {
		before: [f.module.local.set(local, emitOperand(f, address, f.pointer))],
		value: () => f.module.local.get(local, wasmType(f.api, f.pointer)),
	};
}

function callHook(
	f: FunctionContext,
	hook: LinkedFunction,
	pointer: Expression,
	flags: number,
	at: LocationIndex,
): Expression {
	const site = f.sites.add(f.fn, at);
	const type = pointerType(f.program.pointerBits);
	const address = fitType(f, pointer, f.pointer, type);
	const args = [address, f.module.i32.const(flags), f.module.i32.const(site)];
	return fitType(f, f.module.call(hook.name, args, wasmType(f.api, type)), type, 'i32');
}

function hookOf(
	f: FunctionContext,
	hook: LinkedFunction | null,
	name: string,
	at: LocationIndex,
): LinkedFunction {
	if (hook) return hook;
	throw new LinkError([
		`${describeLocation(f.fn.unit.unit, at)}: this access needs '${name}', which no core unit defines`,
	]);
}

function flagsOf(bytes: number, {isWrite, isAtomic}: AccessKind): number {
	return bytes | (isWrite ? writeFlag : 0) | (isAtomic ? atomicFlag : 0);
}

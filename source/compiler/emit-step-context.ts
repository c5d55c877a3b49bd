/**
 * What the parts of the step emitter agree on: names of the module's helpers and globals, the layout of memory after the
 * machine's own, and the words of a process's context.
 */

import {type Expression, wasmType} from './emit-binaryen.ts';
import type {FunctionContext, ModuleContext} from './emit-context.ts';
import type {FramePlan} from './emit-step-liveness.ts';
import type {StepFunction} from './emit-step-lower.ts';
import type {StopAnalysis} from './emit-step-stops.ts';
import type {StepManifest} from './image.ts';
import type {ValueType} from './ir/ir.ts';
import type {LinkedProgram} from './link-types.ts';

/** Globals of a step module; all i32 but for the two lanes of the hash. */
export const stepGlobals = {
	/** 0: stop before the next visible access; 1: it may be done; 2: inside an atomic block that has begun; from 3: never stop. */
	go: '$go',
	/** Depth of atomic blocks. */
	atomic: '$atomic',
	/** The choice that this step was told to take, or -1. */
	choice: '$choice',
	/** 1 while every function leaves at once because the CPU has stopped. */
	unwinding: '$unwinding',
	/** Frame that the function called next goes on with, or 0. */
	resume: '$resume',
	/** Frame of the caller. */
	frame: '$frame',
	/** End of the caller's frame. */
	stackTop: '$stack_top',
	/** The running CPU's stack. */
	stackLow: '$stack_low',
	stackEnd: '$stack_end',
	/** Bytes from `stackLow` in which accesses are invisible: the stack, or 0 where stacks are shared. */
	privateBytes: '$private_bytes',
	/** Context of the running process. */
	context: '$context',
	/** Turns of loops and calls left to this step, and how many each gets. */
	fuel: '$fuel',
	fuelPerStep: '$fuel_per_step',
	/** End of the undo log, and of the memory it may fill. */
	log: '$log',
	logLimit: '$log_limit',
	/** Number of accesses recorded, or -1 while none are. */
	recorded: '$recorded',
	/** What the step broke: kind (0 nothing), two details, site. */
	failureKind: '$failure_kind',
	failureCode: '$failure_code',
	failureArgument: '$failure_argument',
	failureSite: '$failure_site',
} as const;

export const hashLanes = ['$hash0', '$hash1'] as const;

/** Values of the global `failureKind`. */
export const failureKinds = [
	'none',
	'assert',
	'trap',
	'unreachable',
	'endless-loop',
	'stack-overflow',
	'shared-stack',
	'forbidden-store',
	'division-by-zero',
	'bad-call',
] as const;
export type FailureKind = (typeof failureKinds)[number];

/** Words of a context. */
export const contextWords = {
	/** Address of the innermost frame, or 0. */
	top: 0,
	/** 0 not finished, 1 finished, 2 failed. */
	status: 1,
	/** Index into `accessKinds`. */
	kind: 2,
	address: 3,
	bytes: 4,
	choices: 5,
	site: 6,
	/** 0 none; else enabled only while the word at `waitAddress` is equal to (1) or different from (2) `waitValue`. */
	waitMode: 7,
	waitAddress: 8,
	/** As a little-endian load of the word gives it. */
	waitValue: 9,
} as const;

export const accessKinds = ['none', 'load', 'store', 'update', 'fence', 'block'] as const;

/** Bytes at the start of each stack before the first frame: one word that is 1 finished, 2 failed, else 256 × depth of atomic blocks. */
export const stackHead = 16;

/** Header (frame number × 65536 + place to go on) and address of the caller's frame. */
export const frameHead = 8;

/** Names of the functions that the emitted code calls. */
export const helpers = {
	remember: '$remember',
	put32: '$put32',
	store8: '$store8',
	store16: '$store16',
	store32: '$store32',
	store64: '$store64',
	clear: '$clear',
	note: '$note',
	pass: '$pass',
	stop: '$stop',
	fail: '$fail',
	die: '$die',
	resume: (id: number) => `$resume:${id}`,
} as const;

export interface StepModule extends ModuleContext {
	layout: Omit<StepManifest, 'frames' | 'plainSites'>;
	analysis: StopAnalysis;
}

/** One function while it is made. */
export interface StepContext extends FunctionContext {
	layout: StepModule['layout'];
	analysis: StopAnalysis;
	step: StepFunction;
	plan: FramePlan;
	/** Local: 1 when the frame in memory holds something from an earlier stop. */
	wasSaved: number;
	/** Local: address of the caller's frame. */
	parent: number;
	/** Local: end of the frame where it can grow, else null. */
	top: number | null;
}

const wasmPage = 0x1_0000;
const contextBytes = 64;

/** Accesses of one step that can be recorded, a power of two: pairs of address and bytes. */
export const recordEntries = 1024;

/** Added to the bytes of a recorded access that may write. */
export const recordedWrite = 0x100;

/** Bytes that one byte of the dirty map stands for, as a power of two. */
export const dirtyShift = 12;

/** Bytes that one byte of the class map stands for, as a power of two. */
export const classShift = 2;

/** Bits of a byte of the class map: what of the accesses to those bytes needs no stop, and whether a store is a failure. */
export const accessClasses = {quietLoad: 1, quietStore: 2, constant: 4} as const;

/** Places everything after the machine's memory. */
export function layOutStep(
	program: LinkedProgram,
	processes: number,
	stackBytes: number,
): StepModule['layout'] {
	const stackBase = program.memoryBytes;
	// One more for the functions that the host itself runs.
	const contextBase = stackBase + (processes + 1) * stackBytes;
	const hashBase = contextBase + (processes + 1) * contextBytes;
	const dirtyBase = hashBase + 16;
	const end = dirtyBase + (contextBase >>> dirtyShift) + 1;
	const recordBase = Math.ceil(end / 8) * 8;
	const classBase = recordBase + 8 * recordEntries;
	const logBase = Math.ceil((classBase + (contextBase >>> classShift) + 1) / wasmPage) * wasmPage;
	return {
		processes,
		stackBase,
		stackBytes,
		contextBase,
		contextBytes,
		hashBase,
		dirtyBase,
		recordBase,
		classBase,
		logBase,
	};
}

/** Pages of the memory when it is made: the undo log starts with one. */
export function initialPages(layout: StepModule['layout']): number {
	return layout.logBase / wasmPage + 1;
}

/** Reads one of the i32 globals. */
export function getGlobal({api, module}: ModuleContext, name: keyof typeof stepGlobals): Expression {
	return module.global.get(stepGlobals[name], api.i32);
}

/** Writes one. */
export function setGlobal(
	{module}: ModuleContext,
	name: keyof typeof stepGlobals,
	value: Expression,
): Expression {
	return module.global.set(stepGlobals[name], value);
}

/** Global that carries result 0 of a function whose caller has to go on from its frame. */
export function firstResult(type: ValueType): string {
	return `$result0:${type}`;
}

/** Reads a local of the given type. */
export function getLocal({api, module}: ModuleContext, local: number, type: ValueType = 'i32'): Expression {
	return module.local.get(local, wasmType(api, type));
}

/** Address after the frame. */
export function frameEnd(f: StepContext): Expression {
	if (f.top !== null) return getLocal(f, f.top);
	return f.module.i32.add(getLocal(f, f.frameLocal()), f.module.i32.const(f.frame.size));
}

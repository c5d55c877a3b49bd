/**
 * The stepping emitter: the same linked program as `emitRun` takes becomes a module in which a CPU stops before each access
 * that another one could see. All that a stopped CPU is lies in memory, and every store can be taken back.
 */

import {type Binaryen, loadBinaryen, type Module, wasmType, wasmTypes} from './emit-binaryen.ts';
import {emitDispatch, resultType} from './emit-call.ts';
import {names} from './emit-context.ts';
import {manifestOf} from './emit-manifest.ts';
import {mostResults} from './emit-run.ts';
import {createSites} from './emit-sites.ts';
import {
	firstResult,
	hashLanes,
	helpers,
	initialPages,
	layOutStep,
	type StepModule,
	stepGlobals,
} from './emit-step-context.ts';
import {emitStepFunction} from './emit-step-function.ts';
import {lowerForStep, type StepFunction} from './emit-step-lower.ts';
import {addStepRuntime} from './emit-step-runtime.ts';
import {analyseStops} from './emit-step-stops.ts';
import type {Image, ImageManifest} from './image.ts';
import type {LinkedProgram} from './link-types.ts';

export interface EmitStepOptions {
	/** Most processes that a stepper of this image can have. Default 16. */
	processes?: number;
	/** Bytes of each stack, a multiple of 64. Default 32 KiB. */
	stackBytes?: number;
	/**
	 * True when the translate hooks return inside of an atomic block, which is to end after the access they were called for: so
	 * looking up a translation and using it are one step. A hook that gives 0 has left its block. Default false.
	 */
	holdsAccesses?: boolean;
	/** False leaves the module as it is made, for a look at it. Default true. */
	optimize?: boolean;
}

/** An image for stepping. */
export interface StepImage extends Image {
	manifest: ImageManifest & {step: NonNullable<ImageManifest['step']>};
}

/**
 * Clang arguments for C that is to be stepped, after the usual ones. They keep the optimiser from making several copies of
 * one piece of C: a CPU that stands in one copy is in another state than one that stands in the other, so copies multiply
 * states that are the same to the reader.
 */
export const stepCompileFlags: readonly string[] = [
	'-fno-unroll-loops',
	'-mllvm',
	'-rotation-max-header-size=0',
	'-mllvm',
	'-jump-threading-threshold=0',
];

const defaultProcesses = 16;
const defaultStackBytes = 0x8000;
const maximumPages = 0x1_0000;

/**
 * Emits a program for stepping. Rejects when Binaryen is not installed, and with a `LinkError` when an access needs a
 * translate hook that the core lacks.
 *
 * The module imports `env.memory` (not shared, of at least as many pages as up to `step.logBase` and one more, growable)
 * and exports the program's functions under their names and `step_begin`, `step_settle`, `step_step`, `step_abandon`,
 * `step_rollback`, which `source/explore/stepper.ts` knows how to use.
 */
export async function emitStep(program: LinkedProgram, options: EmitStepOptions = {}): Promise<StepImage> {
	const {
		processes = defaultProcesses,
		stackBytes = defaultStackBytes,
		optimize = true,
		holdsAccesses = false,
	} = options;
	const api = await loadBinaryen();
	const module = new api.Module();
	try {
		const sites = createSites(program);
		const context: StepModule = {
			api,
			module,
			program,
			sites,
			layout: layOutStep(program, processes, stackBytes),
			analysis: analyseStops(program),
		};
		const {Features} = api;
		module.setFeatures(Features.BulkMemory | Features.SignExt | Features.MutableGlobals);
		addMemory(context);
		addGlobals(context);
		const functions = program.functions.map((fn, id) =>
			lowerForStep(program, fn, id, context.analysis, sites, holdsAccesses),
		);
		for (const step of functions) emitStepFunction(context, step);
		for (const slot of program.slots) {
			const result = resultType(context, slot.results);
			const parameters = wasmTypes(api, slot.parameters);
			module.addFunction(names.dispatch(slot.name), parameters, result, [], emitDispatch(context, slot));
		}
		addStepRuntime(context, program.table.length);
		addTable(context, functions);
		for (const [name, fn] of program.exports) module.addFunctionExport(fn.name, name);
		if (!module.validate())
			throw new Error('the module for stepping does not validate: a fault of the emitter');
		if (optimize) optimiseStep(api, module);
		const frames = functions.map(({fn, resumeSites}) => ({name: fn.ir.name, sites: resumeSites}));
		return {
			wasm: module.emitBinary(),
			manifest: {
				...manifestOf(program),
				...sites.finish(),
				step: {...context.layout, frames, plainSites: functions.flatMap(fn => fn.plainSites)},
			},
		};
	} finally {
		module.dispose();
	}
}

function addMemory({module, program, layout}: StepModule): void {
	const {initial, initialAddress} = program;
	const segments =
		initial.length === 0 ? [] : [{offset: module.i32.const(initialAddress), data: initial, passive: false}];
	module.setMemory(initialPages(layout), maximumPages, null, segments, false, false, names.memory);
	module.addMemoryImport(names.memory, 'env', 'memory', false);
}

function addGlobals({api, module, program, layout}: StepModule): void {
	const i32 = (name: string, value = 0): void => {
		module.addGlobal(name, api.i32, true, module.i32.const(value));
	};
	const initial: Record<string, number> = {
		[stepGlobals.recorded]: -1,
		[stepGlobals.log]: layout.logBase,
		[stepGlobals.logLimit]: 0x1_0000 * initialPages(layout),
	};
	for (const name of [names.cpu, names.variant, ...Object.values(stepGlobals)]) i32(name, initial[name]);
	for (const name of hashLanes) module.addGlobal(name, api.i64, true, module.i64.const(0n));
	for (const type of ['i32', 'i64'] as const) {
		const zero = type === 'i32' ? module.i32.const(0) : module.i64.const(0n);
		module.addGlobal(firstResult(type), wasmType(api, type), true, zero);
	}
	const results = mostResults(program);
	for (let index = 1; index < results; index++) {
		module.addGlobal(names.result(index, 'i32'), api.i32, true, module.i32.const(0));
		module.addGlobal(names.result(index, 'i64'), api.i64, true, module.i64.const(0n));
	}
	module.addGlobalExport(names.variant, 'variant');
	for (const name of [
		'log',
		'fuelPerStep',
		'privateBytes',
		'recorded',
		'failureKind',
		'failureCode',
		'failureArgument',
		'failureSite',
	] as const) {
		module.addGlobalExport(stepGlobals[name], name);
	}
}

/** The program's own table, then for each function that can stop the one that goes on with its frames. */
function addTable({module, program, api}: StepModule, functions: readonly StepFunction[]): void {
	const never = '$never';
	module.addFunction(never, api.none, api.none, [], module.unreachable());
	const members = [
		...program.table
			.flatMap(entry => (entry ? [entry] : []))
			.map(entry => (entry.kind === 'slot' ? names.dispatch(entry.name) : entry.name)),
		...functions.map(({id, stops}) => (stops ? helpers.resume(id) : never)),
	];
	const size = 1 + members.length;
	module.addTable(names.table, size, size);
	module.addTableExport(names.table, 'table');
	if (members.length > 0) {
		module.addActiveElementSegment(names.table, '$elements', members, module.i32.const(1));
	}
}

/** Tidies locals and constants; inlining would only repeat the code that saves registers. */
function optimiseStep(api: Binaryen, module: Module): void {
	api.setOptimizeLevel(2);
	api.setShrinkLevel(0);
	api.setDebugInfo(false);
	api.setAlwaysInlineMaxSize(0);
	api.setFlexibleInlineMaxSize(0);
	api.setOneCallerInlineMaxSize(0);
	module.optimize();
}

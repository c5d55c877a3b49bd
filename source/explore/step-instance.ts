/**
 * A stepping module brought to life: its memory, and its exports with their types.
 */
import type {StepImage} from '../compiler/emit-step.ts';

/** What every stepping module exports beside the program's own functions (`source/compiler/emit-step-runtime.ts`). */
export interface StepExports {
	/** Makes a process the running one before one of its functions is called; `runsFreely` 1 never stops it. */
	step_begin(process: number, runsFreely: number): void;
	/** Ends what `step_begin` began: the process has stopped or is finished. */
	step_settle(): void;
	/** Takes a step; gives what it broke, an index into `failureKinds`. */
	step_step(process: number, choice: number): number;
	/** Ends the running process after a WebAssembly trap. */
	step_abandon(): void;
	/** Goes back to a place in the undo log. */
	step_rollback(position: number): void;
}

const globalNames = [
	'variant',
	'log',
	'fuelPerStep',
	'privateBytes',
	'recorded',
	'failureKind',
	'failureCode',
	'failureArgument',
	'failureSite',
] as const;

export interface StepInstance {
	memory: WebAssembly.Memory;
	wasm: StepExports;
	/** The program's function of that name. Throws when the image does not export it. */
	call(name: string, args: readonly number[]): void;
	globals: Record<(typeof globalNames)[number], WebAssembly.Global>;
}

const wasmPage = 0x1_0000;
const maximumPages = 0x1_0000;

/** A stepping module as it comes from the emitter, or compiled already, for many instances. */
export type StepCode = StepImage | {module: WebAssembly.Module; manifest: StepImage['manifest']};

/** Instantiates the module of an image with a memory of its own. */
export function instantiateStep(code: StepCode): StepInstance {
	const {manifest} = code;
	const module = 'module' in code ? code.module : new WebAssembly.Module(new Uint8Array(code.wasm));
	const initial = manifest.step.logBase / wasmPage + 1;
	const memory = new WebAssembly.Memory({initial, maximum: maximumPages});
	const {exports} = new WebAssembly.Instance(module, {env: {memory}});
	const globals = Object.fromEntries(
		globalNames.map(name => [name, exports[name]]),
	) as StepInstance['globals'];
	return {
		memory,
		wasm: exports as unknown as StepExports,
		globals,
		call(name, args) {
			const fn = exports[name];
			if (typeof fn !== 'function') throw new Error(`the image does not export a function '${name}'`);
			fn(...args);
		},
	};
}

/**
 * One CPU's own instance of an image: the exported C functions and globals, and the trap import that brings the end of a
 * task out of the WebAssembly code as an exception.
 */

import {oopsKinds} from './vocabulary.ts';

/** What an image exports for the machine (docs/machine.md). */
export interface MachineExports {
	/** Once, before any CPU runs. */
	machine_boot(cpus: number, seed: number): void;
	/** In each CPU's own instance, before its first `cpu_run`. */
	cpu_online(cpu: number): void;
	/** At most so many operations; returns how many were done. */
	cpu_run(operations: number): number;
	/** After a trap: the task is dead. */
	cpu_recover(code: number): void;
	/** Frees the arena when every CPU stands still. */
	arena_destroy(): void;
	readonly cpu: WebAssembly.Global;
	readonly variant: WebAssembly.Global;
	readonly stack_pointer: WebAssembly.Global;
}

const functionNames = ['machine_boot', 'cpu_online', 'cpu_run', 'cpu_recover', 'arena_destroy'] as const;
const globalNames = ['cpu', 'variant', 'stack_pointer'] as const;

/** Codes of `__ptelab_trap()`. */
export const trapCodes = {oops: 1, endlessRefault: 2, bug: 3, deadlock: 4, labError: 5} as const;

/** The compiled C left by `__ptelab_trap(code, argument)`. */
export class TrapError extends Error {
	override name = 'TrapError';
	readonly code: number;
	readonly argument: number;
	constructor(code: number, argument: number) {
		super(trapText(code, argument));
		this.code = code;
		this.argument = argument;
	}
}

function trapText(code: number, argument: number): string {
	switch (code) {
		case trapCodes.oops:
			return `oops (${oopsKinds[argument] ?? argument})`;
		case trapCodes.endlessRefault:
			return `endless refault (${argument} times)`;
		case trapCodes.bug:
			return `kernel BUG at line ${argument}`;
		case trapCodes.deadlock:
			return `deadlock of CPU ${argument}`;
		case trapCodes.labError:
			return `error ${argument} in the emulated hardware`;
		default:
			return `trap ${code} (${argument})`;
	}
}

/** Instantiates a module over a machine's memory. Throws when the module lacks an export of docs/machine.md. */
export function createInstance(module: WebAssembly.Module, memory: WebAssembly.Memory): MachineExports {
	const instance = new WebAssembly.Instance(module, {
		env: {
			memory,
			trap(code: number, argument: number): never {
				throw withoutStack(() => new TrapError(code, argument >>> 0));
			},
		},
	});

	return checkExports(instance.exports);
}

/** A buggy program can trap a hundred thousand times a second, and nobody reads the stack of a trap. */
function withoutStack(make: () => Error): Error {
	const limit = Error.stackTraceLimit;
	Error.stackTraceLimit = 0;
	const error = make();
	Error.stackTraceLimit = limit;

	return error;
}

function checkExports(exports: Record<string, unknown>): MachineExports {
	const missing = [
		...functionNames.filter(name => typeof exports[name] !== 'function'),
		...globalNames.filter(name => !(exports[name] instanceof WebAssembly.Global)),
	];

	if (missing.length > 0) {
		throw new Error(`image does not export ${missing.join(', ')}: build it again`);
	}

	return exports as unknown as MachineExports;
}

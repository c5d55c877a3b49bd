/**
 * What the main thread and the worker of a CPU say to each other. Orders go through words of the machine's memory
 * (`lab_control[0]`) and answers through one status word per CPU in a small shared array; messages only say "look again"
 * and carry what does not fit a word.
 */

/** `lab_control[0]`. */
export const request = {run: 0, pause: 1, stop: 2} as const;

/** Values of a CPU's status word. */
export const status = {
	/** Not online yet. */
	starting: 0,
	/** CPU 0 only: the machine is booted, the gate is still closed. */
	booted: 1,
	running: 2,
	/** Quiescent, waiting for the request word to change. */
	standing: 3,
	stopped: 4,
	/** Cannot go on; the reason is in the message. */
	lost: 5,
} as const;

/** Index of the gate in the status array, after the words of 8 CPUs: 0 closed, 1 open. */
export const gateIndex = 8;
/** Words in the status array. */
export const statusWords = 9;

/** Everything the worker of a CPU is given. */
export interface CpuWorkerData {
	module: WebAssembly.Module;
	memory: WebAssembly.Memory;
	/** `statusWords` words. */
	status: Int32Array;
	cpu: number;
	cpus: number;
	seed: number;
	/** Value of the exported global `variant`. */
	variant: number;
	/** First address above this CPU's stack; null keeps the initial value of the global. */
	stackTop: number | null;
	bigEndian: boolean;
	/** Byte addresses of the data symbols the worker itself uses. */
	addresses: {control: number; counters: number; stream: number; cpus: number};
}

export type CpuMessage =
	/** The status word changed. */
	| {kind: 'status'}
	/** Something that the kernel itself could not enter in the stream; `sequence` is the record that stands for it. */
	| {kind: 'engineTrap'; sequence: number; text: string}
	| {kind: 'lost'; text: string};

/** What the check must know of a QEMU machine: one adapter per family of modes (machines/), built from a mode's description. */
import type {Arch} from '../../source/arch/arch.ts';
import type {Guest, Setting} from './guest.ts';

/** The prober's own memory, below the 64 KiB in which no image has anything. */
export const prober = {
	/** Code; the instruction that loads is where the adapter says. */
	code: 0x3000n,
	/** Where exceptions go. */
	vectors: 0x4000n,
	/** Tables of the adapter: descriptors, and page tables that map the prober itself where the mode needs it. */
	tables: 0x6000n,
	/** First address above the stack. */
	stack: 0xf000n,
} as const;

/** An image with the values that registers have for it, by name as in the manifest. */
export interface Subject {
	arch: Arch;
	registers: ReadonlyMap<string, bigint>;
	kernelRoot: bigint;
}

/** A QEMU machine that is set up for one image. */
export interface QemuMachine {
	binary: string;
	/** Debian's package of that binary. */
	package: string;
	arguments: readonly string[];
	/** Physical memory that the machine has written something of its own to; the image is put back there. */
	taken?: {at: bigint; bytes: number};
	/** Least bytes of RAM that the machine accepts. */
	leastRam?: bigint;
	/** Byte order of registers and of loads. */
	bigEndian: boolean;
	/** Bytes that the loading instruction loads. */
	loadBytes: 4 | 8;
	/** What walks the tables, for the table: a load of which kind, in which state of the CPU. */
	how: string;
	/** What is in RAM beside the image. */
	memory: readonly {at: bigint; bytes: Uint8Array}[];
	/** Brings the CPU, fresh from reset, to where it can load. */
	enter(guest: Guest): Promise<void>;
	/** Registers before a load, beside the address. */
	beforeLoad: readonly Setting[];
	/** Registers before the stub itself walks, where they are others. */
	beforeLook?: readonly Setting[];
	/** The stub has no walk of its own. */
	noLook?: true;
	/** Instructions until a load has ended either way; 1 where hardware walks. */
	mostSteps?: number;
	/** Names of registers: where the address goes, where the loaded word comes from, and the program counter. */
	names: {address: string; loaded: string; counter: string};
	/** Program counter after a load, and after a fault. */
	after: {load: bigint; fault: bigint};
}

/** Makes a machine for an image; throws when the mode is none of the adapter's. */
export type Adapter = (subject: Subject) => QemuMachine;

/** Value of a register of the manifest; throws when it has none of that name. */
export function registerOf({registers, arch}: Subject, name: string): bigint {
	const value = registers.get(name);

	if (value === undefined) {
		throw new Error(`the description of ${arch.id} has no register ${name}`);
	}

	return value;
}

/** Executes so many instructions one after another. */
export async function steps(guest: Guest, count: number): Promise<void> {
	for (let done = 0; done < count; done++) {
		await guest.step();
	}
}

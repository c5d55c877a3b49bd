/**
 * A machine's physical memory and what one must know to find its way in it, whether the machine is here or was dumped to
 * a folder.
 */
import type {Arch, WalkRegister} from '../arch/arch.ts';
import {memoryReader, type ReadEntry, walk} from '../arch/index.ts';
import {arenaWord} from './arena-map.ts';
import * as layout from './layout.ts';
import type {StillMachine} from './still-machine.ts';

/** Where the arena lies. */
export interface ArenaPlace {
	/** Virtual address of its first byte in the kernel's mapping. */
	kernelStart: bigint;
	/** The same in user space. */
	userStart: bigint;
	/** Pages that can be allocated; the window goes on after them. */
	pages: number;
	/** Virtual address after the last byte that 32-bit arena pointers reach; the upper guard begins there. */
	windowEnd: bigint;
	/** Bytes of the guard on each side of the window. */
	guardBytes: bigint;
}

/** Physical memory with page tables in it. */
export interface MemoryImage {
	arch: Arch;
	/** From physical address `arch.physOffset` on. */
	bytes: Uint8Array;
	/** Physical addresses of the root tables. */
	kernelRoot: bigint;
	userRoot: bigint;
	/** Physical address of the scratch page. */
	scratch: bigint;
	arena: ArenaPlace;
}

/** What an address is mapped to. */
export type MappedKind = 'page' | 'scratch';

/** The memory of a machine that stands still; its bytes are the machine's own, not a copy. */
export function imageOfMachine({arch, reader}: StillMachine): MemoryImage {
	const word = (index: number) => arenaWord(reader, index);
	const guardBytes = guardHalf(arch);

	return {
		arch,
		bytes: reader.bytes,
		kernelRoot: word(layout.arena.kernelRoot),
		userRoot: word(layout.arena.userRoot),
		scratch: word(layout.arena.scratchFrame) << BigInt(arch.pageShift),
		arena: {
			kernelStart: word(layout.arena.kernStart),
			userStart: word(layout.arena.userStart),
			pages: Number(word(layout.arena.pages)),
			windowEnd: word(layout.arena.recoverEnd) - guardBytes,
			guardBytes,
		},
	};
}

/** Half of the kernel's GUARD_SZ: 64 KiB for both sides, more where a page is larger. */
function guardHalf(arch: Arch): bigint {
	const page = 1n << BigInt(arch.pageShift);

	return ((65_536n + 2n * page - 1n) & ~(2n * page - 1n)) / 2n;
}

/** A reader of table entries in the image. */
export function entryReader({arch, bytes}: MemoryImage): ReadEntry {
	return memoryReader(arch, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** Physical address that a virtual one is mapped to, or null. */
export function physOf(image: MemoryImage, read: ReadEntry, root: bigint, address: bigint): bigint | null {
	return walk(image.arch, read, root, address).result?.phys ?? null;
}

/** What lies at a physical address that the arena maps. */
export function mappedKind({arch, scratch}: MemoryImage, phys: bigint): MappedKind {
	return phys >> BigInt(arch.pageShift) === scratch >> BigInt(arch.pageShift) ? 'scratch' : 'page';
}

/** Value of a register for the roots of an image. */
export function registerValue(
	{value, root, rootShift = 0}: WalkRegister,
	image: Pick<MemoryImage, 'kernelRoot' | 'userRoot'>,
): bigint {
	const phys = root === undefined ? 0n : root === 'kernel' ? image.kernelRoot : image.userRoot;

	return value | (rootShift < 0 ? phys >> BigInt(-rootShift) : phys << BigInt(rootShift));
}

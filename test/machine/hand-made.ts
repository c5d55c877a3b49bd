/**
 * A machine's memory made by hand: a small arena with tables in an architecture's own format, and everything else that the
 * books and the map read. The tables are written with the description's encoders, entry by entry.
 */

import type {Arch} from '../../source/arch/arch.ts';
import {
	encodeLeaf,
	encodeTable,
	entriesLittleEndian,
	tableBytes,
	tableIndex,
} from '../../source/arch/entry.ts';
import {archById} from '../../source/arch/index.ts';
import type {ImageManifest} from '../../source/compiler/image.ts';
import * as layout from '../../source/machine/layout.ts';
import {createMemoryReader, type MemoryReader} from '../../source/machine/memory-reader.ts';
import {
	type CounterId,
	counterIds,
	heatKinds,
	type PageState,
	pageStates,
} from '../../source/machine/vocabulary.ts';

const memoryBytes = 2 * 1024 * 1024;
const tablesAt = 0x10_0000;
const symbols: ImageManifest['symbols'] = {
	lab_counters: {address: 0x1_0000, size: 4096},
	lab_arena: {address: 0x1_2000, size: 128},
	mem_map: {address: 0x1_4000, size: 32 * 64},
	lab_heat: {address: 0x2_0000, size: 0x1_0000},
	lock: {address: 0x1_3000, size: 4},
};

/** Frame number of the first page of the pool, counted from the machine's first byte. */
const firstPoolFrame = 0x40;
export const poolPages = 32;
/** Pages of the map; the recoverable range has as many again. */
export const mapPages = 1500;

export interface HandMade {
	arch: Arch;
	reader: MemoryReader;
	/** Frame of page `number` of the pool, as entries have it. */
	frame(number: number): number;
	/** Puts an entry for an arena page into the kernel's table. */
	map(page: number, frame: number): void;
	mapUser(page: number, frame: number): void;
	/** Puts a raw value there. */
	setRaw(page: number, raw: bigint): void;
	/** Sets `struct page` number `number` of the pool. */
	setPage(number: number, state: PageState, index: number, references?: number): void;
	setCounter(counter: CounterId, value: number, cpu?: number): void;
	setHeat(page: number, heat: (typeof heatKinds)[number]): void;
	setLock(value: number): void;
}

/** An empty arena of an architecture mode; the scratch page is page 0 of the pool. */
export function makeByHand(archId: string): HandMade {
	const arch = archById(archId);
	const reader = createMemoryReader(new SharedArrayBuffer(memoryBytes), {
		symbols,
		arch: arch.id,
		bigEndian: arch.bigEndian,
	} as ImageManifest);
	const kernelStart = arch.vmallocStart + (1n << BigInt(arch.pageShift));
	const frameShift = BigInt(arch.pageShift);
	const baseFrame = Number(arch.physOffset >> frameShift) + firstPoolFrame;
	let nextTable = tablesAt;

	const makeTable = (levelIndex: number) => {
		const level = arch.levels[levelIndex];

		if (level === undefined) {
			throw new Error(`no level ${levelIndex}`);
		}

		const bytes = tableBytes(level);
		let address = Math.ceil(nextTable / bytes) * bytes;

		// The kernel's own entries lie in the same frame, ahead of the hardware's.
		if (level.table === undefined && arch.kernelLeaf !== undefined) {
			const frameBytes = 2 ** arch.pageShift;
			address = Math.ceil(nextTable / frameBytes) * frameBytes - arch.kernelLeaf.offset;
		}

		nextTable = address + bytes;

		for (let index = 0; index < 2 ** level.bits; index++) {
			writeEntry(address + index * level.entryBytes, level.empty, level.entryBytes);
		}

		return address;
	};

	const write = (address: number, value: bigint, bytes: number) => {
		if (bytes === 8) {
			new DataView(reader.bytes.buffer).setBigUint64(address, value, !arch.bigEndian);
		} else {
			reader.setU32(address, Number(value));
		}
	};

	/** Entries may have a byte order of their own. */
	const writeEntry = (address: number, value: bigint, bytes: number) => {
		const view = new DataView(reader.bytes.buffer);

		if (bytes === 8) {
			view.setBigUint64(address, value, entriesLittleEndian(arch));
		} else {
			view.setUint32(address, Number(value), entriesLittleEndian(arch));
		}
	};

	const roots = {kernel: makeTable(0), user: makeTable(0)};
	const made = new Map<string, number>();

	/** Byte address of the leaf entry, making tables on the way. */
	const entryAt = (root: 'kernel' | 'user', address: bigint) => {
		let table = roots[root];

		for (const [depth, level] of arch.levels.slice(0, -1).entries()) {
			const key = `${root} ${depth} ${address >> BigInt(level.shift)}`;
			const next = made.get(key) ?? makeTable(depth + 1);

			if (!made.has(key)) {
				made.set(key, next);
				const entry = encodeTable(arch, level, BigInt(next) + arch.physOffset);
				writeEntry(table + tableIndex(level, address) * level.entryBytes, entry, level.entryBytes);
			}

			table = next;
		}

		const leaf = arch.levels[arch.levels.length - 1];

		if (leaf === undefined) {
			throw new Error('no leaf level');
		}

		return {address: table + tableIndex(leaf, address) * leaf.entryBytes, bytes: leaf.entryBytes};
	};

	const setRaw = (root: 'kernel' | 'user', start: bigint, page: number, raw: bigint) => {
		const entry = entryAt(root, start + (BigInt(page) << frameShift));
		writeEntry(entry.address, raw, entry.bytes);
	};

	const setArena = (word: number, value: bigint) => write(reader.address('lab_arena') + word * 8, value, 8);
	setArena(layout.arena.kernStart, kernelStart);
	setArena(layout.arena.userStart, arch.userStart);
	setArena(layout.arena.pages, BigInt(mapPages));
	setArena(layout.arena.scratchFrame, BigInt(baseFrame));
	setArena(layout.arena.kernelRoot, BigInt(roots.kernel) + arch.physOffset);
	setArena(layout.arena.userRoot, BigInt(roots.user) + arch.physOffset);
	setArena(layout.arena.recoverStart, kernelStart);
	setArena(layout.arena.recoverEnd, kernelStart + (BigInt(2 * mapPages) << frameShift));
	setArena(layout.arena.poolFrame, BigInt(baseFrame));
	setArena(layout.arena.poolPages, BigInt(poolPages));
	setArena(layout.arena.lock, BigInt(reader.address('lock')));

	/** Maps a page, in both tables where there are two. */
	const map = (root: 'kernel' | 'user', start: bigint, page: number, frame: number) => {
		const isKernel = root === 'kernel';
		const phys = BigInt(frame) << frameShift;
		setRaw(root, start, page, encodeLeaf(arch, phys, isKernel ? arch.pageKernel : arch.pageUser));

		if (arch.kernelLeaf !== undefined) {
			const {offset, pageKernel, pageUser} = arch.kernelLeaf;
			const {address} = entryAt(root, start + (BigInt(page) << frameShift));
			write(address + offset, phys | (isKernel ? pageKernel : pageUser), 4);
		}
	};
	const machine: HandMade = {
		arch,
		reader,
		frame: number => baseFrame + number,
		map: (page, frame) => map('kernel', kernelStart, page, frame),
		mapUser: (page, frame) => map('user', arch.userStart, page, frame),
		setRaw: (page, raw) => setRaw('kernel', kernelStart, page, raw),
		setPage(number, state, index, references = 0) {
			const base = reader.address('mem_map') + number * layout.pageWords * 4;
			reader.setU32(base + layout.page.state * 4, pageStates.indexOf(state));
			reader.setU32(base + layout.page.index * 4, index + 1);
			reader.setU32(base + layout.page.references * 4, references);
		},
		setCounter(counter, value, cpu = 0) {
			const index = cpu * layout.counterSlots + counterIds.indexOf(counter);
			write(reader.address('lab_counters') + index * 8, BigInt(value), 8);
		},
		setHeat: (page, heat) => reader.setU8(reader.address('lab_heat') + page, heatKinds.indexOf(heat)),
		setLock: value => reader.setU32(reader.address('lock'), value),
	};
	machine.setPage(0, 'scratch', -1, 1);

	return machine;
}

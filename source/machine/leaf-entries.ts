/**
 * The leaf entries of a stretch of virtual memory, read straight from the tables in a machine's memory by the
 * architecture's description alone. A look at a million entries takes a few milliseconds: empty ones are told by two
 * compares of words as they lie in memory, and no entry becomes a bigint.
 */
import type {Arch, BitTest, Level} from '../arch/arch.ts';
import {matches, tableIndex, tablePhys} from '../arch/entry.ts';
import {type MemoryReader, swapBytes} from './memory-reader.ts';

/** What an entry is, as a number: a frame number, or one of the two below. */
export type EntryFrame = number;
/** `pte_none()` holds. */
export const noEntry = -1;
/** Neither empty nor one that hardware takes for a page. */
export const oddEntry = -2;

/** Virtual pages under one root table. */
export interface LeafRange {
	/** Physical address of the root table. */
	root: bigint;
	/** Virtual address of page 0, page aligned. */
	start: bigint;
	/** Number of pages. */
	pages: number;
}

export interface LeafEntries {
	/** Entry of a page; `noEntry` too where an upper level has no table. */
	at(page: number): EntryFrame;
	/** Calls `visit` for every page from `from` to `to - 1` whose entry is not `noEntry`, in order. */
	occupied(from: number, to: number, visit: (page: number, frame: EntryFrame) => void): void;
}

/** Reads the leaf entries of a range. Tables that are there now are taken to stay; missing ones are looked for again. */
export function createLeafEntries(arch: Arch, reader: MemoryReader, range: LeafRange): LeafEntries {
	const leaf = lastLevel(arch);
	const perTable = 2 ** leaf.bits;
	const firstIndex = tableIndex(leaf, range.start);
	const tables = new Int32Array(Math.ceil((firstIndex + range.pages) / perTable));
	const words = new Int32Array(reader.bytes.buffer);
	const decode = createDecoder(arch, leaf, words);

	/** Byte address of the table that holds the entry of a page, or 0. */
	const tableOf = (number: number) => {
		const known = tables[number] ?? 0;

		if (known !== 0) {
			return known;
		}

		const pages = BigInt(number * perTable - firstIndex);
		const found = findLeafTable(arch, reader, range.root, range.start + (pages << BigInt(arch.pageShift)));
		tables[number] = found;

		return found;
	};

	return {
		at(page) {
			const index = firstIndex + page;
			const table = tableOf(Math.floor(index / perTable));

			return table === 0 ? noEntry : decode(table + (index % perTable) * leaf.entryBytes);
		},
		occupied(from, to, visit) {
			const end = firstIndex + Math.min(to, range.pages);

			for (let index = firstIndex + from; index < end; ) {
				const number = Math.floor(index / perTable);
				const base = number * perTable;
				const stop = Math.min(end, base + perTable);
				const table = tableOf(number);

				for (; table !== 0 && index < stop; index++) {
					const frame = decode(table + (index - base) * leaf.entryBytes);

					if (frame !== noEntry) {
						visit(index - firstIndex, frame);
					}
				}

				index = stop;
			}
		},
	};
}

/** Byte address of the last-level table for a virtual address, or 0 when an upper level has none. */
function findLeafTable(arch: Arch, reader: MemoryReader, root: bigint, address: bigint): number {
	let table = Number(root - arch.physOffset);

	for (const level of arch.levels.slice(0, -1)) {
		const place = table + tableIndex(level, address) * level.entryBytes;
		const entry = level.entryBytes === 8 ? reader.u64(place) : BigInt(reader.u32(place));

		if (!matches(level.table, entry)) {
			return 0;
		}

		table = Number(tablePhys(arch, level, entry) - arch.physOffset);

		if (table <= 0 || table >= reader.bytes.length) {
			return 0;
		}
	}

	return table;
}

/** A 64-bit value as two signed words, most significant first. */
interface Halves {
	high: number;
	low: number;
}

function halves(value: bigint): Halves {
	return {high: Number(BigInt.asIntN(32, value >> 32n)), low: Number(BigInt.asIntN(32, value))};
}

/** The number in two words. Exact to 53 bits, which addresses in entries keep below. */
function unsigned(high: number, low: number): number {
	return (high >>> 0) * 2 ** 32 + (low >>> 0);
}

function createDecoder(arch: Arch, leaf: Level, words: Int32Array): (address: number) => EntryFrame {
	const {bigEndian} = arch;
	const test: BitTest = leaf.leaf ?? arch.hardware.valid;
	const mask = halves(test.mask);
	const value = halves(test.value);
	const keep = halves(~arch.noneIgnores & 0xffff_ffff_ffff_ffffn);
	const empty = halves(leaf.empty & ~arch.noneIgnores);
	const address = halves(arch.leafAddressMask);
	const scale = 2 ** (arch.leafAddressShift - arch.pageShift);
	const highAddress = halves(arch.highAddress?.mask ?? 0n);
	const highScale = 2 ** ((arch.highAddress?.shift ?? 0) - arch.pageShift);
	const turn = bigEndian ? swapBytes : (word: number) => word;

	const frameOf = (high: number, low: number): EntryFrame => {
		const isLeaf = (high & mask.high) === value.high && (low & mask.low) === value.low;

		if (!isLeaf) {
			return oddEntry;
		}

		return Math.floor(
			unsigned(high & address.high, low & address.low) * scale +
				unsigned(high & highAddress.high, low & highAddress.low) * highScale,
		);
	};

	if (leaf.entryBytes === 4) {
		return place => {
			const low = turn(words[place >>> 2] ?? 0);

			return (low & keep.low) === empty.low ? noEntry : frameOf(0, low);
		};
	}

	// The order of the two words in memory; compared as they lie, before any byte is swapped.
	const first = bigEndian ? 'high' : 'low';
	const second = bigEndian ? 'low' : 'high';
	const keepFirst = turn(keep[first]);
	const keepSecond = turn(keep[second]);
	const emptyFirst = turn(empty[first]);
	const emptySecond = turn(empty[second]);

	return place => {
		const one = words[place >>> 2] ?? 0;
		const two = words[(place >>> 2) + 1] ?? 0;

		if ((one & keepFirst) === emptyFirst && (two & keepSecond) === emptySecond) {
			return noEntry;
		}

		return bigEndian ? frameOf(turn(one), turn(two)) : frameOf(two, one);
	};
}

function lastLevel(arch: Arch): Level {
	const level = arch.levels.at(-1);

	if (level === undefined) {
		throw new Error(`${arch.id} has no levels`);
	}

	return level;
}

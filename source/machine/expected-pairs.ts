/**
 * Addresses of a dumped arena with what they are mapped to, for a real MMU to be compared with: every page and scratch page, their
 * neighbours, the ends of everything, and random ones. Chosen by the seed alone.
 */
import type {Arch} from '../arch/arch.ts';
import {createLeafEntries, oddEntry} from './leaf-entries.ts';
import {entryReader, type MappedKind, type MemoryImage, mappedKind, physOf} from './memory-image.ts';
import type {MemoryReader} from './memory-reader.ts';

/** Why an address was chosen. */
export type PairPlace = 'mapped' | 'neighbour' | 'first' | 'last' | 'guard' | 'beyond' | 'random';

/** One virtual address of the kernel's mapping and what must come of it. */
export interface ExpectedPair {
	address: bigint;
	/** Physical address of the same byte, or null where an access must fault. */
	phys: bigint | null;
	kind: MappedKind | 'unmapped';
	place: PairPlace;
}

/** Addresses are multiples of this, so that any load fits. */
const alignment = 8n;
/** Every mapped page is asked at several offsets until there are so many, and never more. */
const mappedPairs = 1000;
const mappedPairsAtMost = 2000;
const randomPairs = 500;

/** The pairs of an image. `reader` is of the same memory. */
export function expectedPairs(image: MemoryImage, reader: MemoryReader, seed: number): ExpectedPair[] {
	const {arch, arena} = image;
	const pageBytes = 1n << BigInt(arch.pageShift);
	const random = randomNumbers(seed);
	const read = entryReader(image);
	const offset = () => BigInt(random(Number(pageBytes / alignment))) * alignment;
	const pairs: ExpectedPair[] = [];
	const add = (address: bigint, place: PairPlace) => {
		const phys = physOf(image, read, image.kernelRoot, address);
		pairs.push({address, phys, kind: phys === null ? 'unmapped' : mappedKind(image, phys), place});
	};

	const mapped = mappedPages(arch, reader, image);
	const rounds = Math.max(1, Math.ceil(mappedPairs / Math.max(1, mapped.length)));
	const chosen = evenly(mapped, Math.floor(mappedPairsAtMost / rounds));

	for (const page of chosen) {
		const address = arena.kernelStart + BigInt(page) * pageBytes;

		for (let round = 0; round < rounds; round++) {
			add(address + offset(), 'mapped');
		}

		add(address - pageBytes + offset(), 'neighbour');
		add(address + pageBytes + offset(), 'neighbour');
	}

	const lastPage = arena.windowEnd - pageBytes;
	const lastMapPage = arena.kernelStart + BigInt(arena.pages - 1) * pageBytes;
	const lastWord = pageBytes - alignment;
	add(arena.kernelStart, 'first');
	add(arena.kernelStart + lastWord, 'first');
	add(lastMapPage, 'last');
	add(lastMapPage + lastWord, 'last');
	add(lastPage, 'last');
	add(lastPage + lastWord, 'last');
	add(arena.kernelStart - alignment, 'guard');
	add(arena.kernelStart - arena.guardBytes, 'guard');
	add(arena.windowEnd, 'guard');
	add(arena.windowEnd + arena.guardBytes - alignment, 'guard');
	add(arena.kernelStart - arena.guardBytes - alignment, 'beyond');
	add(arena.windowEnd + arena.guardBytes, 'beyond');

	const words = (arena.windowEnd - arena.kernelStart) / alignment;

	for (let count = 0; count < randomPairs; count++) {
		const place = (BigInt(random(2 ** 32)) * words) >> 32n;
		add(arena.kernelStart + place * alignment, 'random');
	}

	return pairs;
}

/** Pages of the window and the upper guard that have an entry, counted from the arena's first. */
function mappedPages(arch: Arch, reader: MemoryReader, {arena, kernelRoot}: MemoryImage): number[] {
	const end = arena.windowEnd + arena.guardBytes;
	const pages = Number((end - arena.kernelStart) >> BigInt(arch.pageShift));
	const entries = createLeafEntries(arch, reader, {root: kernelRoot, start: arena.kernelStart, pages});
	const found: number[] = [];
	entries.occupied(0, pages, (page, frame) => {
		if (frame !== oddEntry) {
			found.push(page);
		}
	});

	return found;
}

/** At most so many elements, from the first to the last at equal steps. */
function evenly<T>(all: readonly T[], most: number): T[] {
	const step = Math.max(1, all.length / most);

	return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/** Numbers below a limit (at most 2^32), the same for the same seed (xorshift32). */
export function randomNumbers(seed: number): (limit: number) => number {
	let state = (Math.imul(seed, 0x9e37_79b1) ^ 0x85eb_ca77) >>> 0 || 1;

	return limit => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		state >>>= 0;

		return Math.floor((state / 2 ** 32) * limit);
	};
}

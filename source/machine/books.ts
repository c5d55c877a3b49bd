/**
 * The books of a machine that stands still: what its counters say beside what a walk of its tables and its page array
 * finds. The walk knows the architecture's description and nothing of the kernel's own accessors.
 *
 * With a sound design every line balances. One that does not names what was lost or done twice.
 */
import type {Arch} from '../arch/arch.ts';
import {arenaWord} from './arena-map.ts';
import type {Books, BooksLine} from './lab.ts';
import * as layout from './layout.ts';
import {createLeafEntries, type EntryFrame, noEntry, oddEntry} from './leaf-entries.ts';
import type {MemoryReader} from './memory-reader.ts';
import {readCounters, sumCounters} from './snapshot.ts';
import {type PageState, pageStates} from './vocabulary.ts';

/** Checks the books. Every CPU must stand still; a scan of the arena's million entries takes some 10 ms. */
export function checkBooks(arch: Arch, reader: MemoryReader, cpus: number): Books {
	const counters = sumCounters(Array.from({length: cpus}, (_, cpu) => readCounters(reader, cpu)));
	const found = findEverything(arch, reader);
	const lines = [
		line(
			'entries of allocated pages: installs − clears',
			counters.installs - counters.clears,
			found.pageEntries,
		),
		line(
			'entries of the scratch page: installs − taken away',
			counters.scratch_installs -
				counters.set_replaced_scratch -
				counters.set_overwrote_scratch -
				counters.clear_hit_scratch,
			found.scratchEntries,
		),
		line(
			'arena pages in use: allocated − freed',
			counters.pages_allocated - counters.pages_freed,
			found.pagesInUse,
		),
		never('arena pages in use that no entry maps (leaked)', found.unmappedPages),
		never('entries of pages that are not in use (freed under them)', found.entriesOfFreedPages),
		never('entries of pages that belong to another place', found.misplacedEntries),
		never('pages that two entries map', found.pagesMappedTwice),
		never('entries that are neither empty nor a page', found.oddEntries),
		never('user entries of another page than the kernel maps there', found.strangeUserEntries),
		never('free pages that something still holds', found.heldFreePages),
		never('scratch page frames lost', found.scratchFrames === 1 ? 0 : 1),
		line('pages freed twice', counters.double_frees, 0),
		never('arena lock held', found.isLocked ? 1 : 0),
	];

	return {balanced: lines.every(({ok}) => ok), lines};
}

function line(name: string, counted: number, found: number): BooksLine {
	return {name, counted, found, ok: counted === found};
}

/** A line about something that a sound design has none of. */
function never(name: string, found: number): BooksLine {
	return line(name, 0, found);
}

interface Found {
	pageEntries: number;
	scratchEntries: number;
	oddEntries: number;
	entriesOfFreedPages: number;
	misplacedEntries: number;
	pagesMappedTwice: number;
	pagesInUse: number;
	unmappedPages: number;
	heldFreePages: number;
	/** Frames in the state `scratch`; the machine has one. */
	scratchFrames: number;
	strangeUserEntries: number;
	isLocked: boolean;
}

function findEverything(arch: Arch, reader: MemoryReader): Found {
	const word = (index: number) => arenaWord(reader, index);
	const pool = createPool(reader);
	const scratchFrame = Number(word(layout.arena.scratchFrame));
	const start = word(layout.arena.recoverStart);
	const mapPages = Number(word(layout.arena.pages));
	// Scratch can be anywhere in the recoverable range, which goes beyond the map.
	const recoverablePages = Number((word(layout.arena.recoverEnd) - start) >> BigInt(arch.pageShift));
	const kernel = createLeafEntries(arch, reader, {
		root: word(layout.arena.kernelRoot),
		start,
		pages: recoverablePages,
	});
	const user = createLeafEntries(arch, reader, {
		root: word(layout.arena.userRoot),
		start: word(layout.arena.userStart),
		pages: mapPages,
	});
	const found: Found = {
		pageEntries: 0,
		scratchEntries: 0,
		oddEntries: 0,
		entriesOfFreedPages: 0,
		misplacedEntries: 0,
		pagesMappedTwice: 0,
		pagesInUse: 0,
		unmappedPages: 0,
		heldFreePages: 0,
		scratchFrames: 0,
		strangeUserEntries: 0,
		isLocked: isLocked(reader),
	};
	const timesMapped = new Uint8Array(pool.pages);

	kernel.occupied(0, recoverablePages, (page, frame) => {
		if (frame === oddEntry) {
			found.oddEntries += 1;
			return;
		}

		if (frame === scratchFrame) {
			found.scratchEntries += 1;
			return;
		}

		found.pageEntries += 1;

		if (pool.state(frame) !== 'arena') {
			found.entriesOfFreedPages += 1;
			return;
		}

		if (pool.arenaIndex(frame) !== page) {
			found.misplacedEntries += 1;
		}

		const index = frame - pool.first;
		const times = timesMapped[index] ?? 0;
		timesMapped[index] = Math.min(times + 1, 255);

		if (times === 1) {
			found.pagesMappedTwice += 1;
		}
	});

	user.occupied(0, mapPages, (page, frame) => {
		if (frame !== kernel.at(page) || frame === scratchFrame) {
			found.strangeUserEntries += 1;
		}
	});

	for (let index = 0; index < pool.pages; index++) {
		const frame = pool.first + index;
		const state = pool.state(frame);

		if (state === 'scratch') {
			found.scratchFrames += 1;
		} else if (state === 'free' && pool.references(frame) !== 0) {
			found.heldFreePages += 1;
		} else if (state === 'arena') {
			found.pagesInUse += 1;
			found.unmappedPages += timesMapped[index] === 0 ? 1 : 0;
		}
	}

	return found;
}

/** The `struct page` array by frame number. */
interface Pool {
	/** Frame number of the first page. */
	first: number;
	pages: number;
	/** State of a frame; 'reserved' for one that is none of the pool's. */
	state(frame: EntryFrame): PageState;
	references(frame: number): number;
	/** Number of the arena page it is, or `noEntry`. */
	arenaIndex(frame: number): number;
}

function createPool(reader: MemoryReader): Pool {
	const first = Number(arenaWord(reader, layout.arena.poolFrame));
	const pages = Number(arenaWord(reader, layout.arena.poolPages));
	const base = reader.address('mem_map');
	const word = (frame: number, index: number) =>
		reader.u32(base + ((frame - first) * layout.pageWords + index) * 4);

	return {
		first,
		pages,
		state: frame =>
			frame < first || frame >= first + pages
				? 'reserved'
				: (pageStates[word(frame, layout.page.state)] ?? 'reserved'),
		references: frame => word(frame, layout.page.references),
		arenaIndex: frame => word(frame, layout.page.index) + noEntry,
	};
}

function isLocked(reader: MemoryReader): boolean {
	const address = Number(arenaWord(reader, layout.arena.lock));

	return address !== 0 && reader.u32(address) !== 0;
}

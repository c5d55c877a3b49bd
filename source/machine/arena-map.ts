/**
 * The map of the arena: what the kernel's table holds for its pages, and what happened to them last.
 */
import type {Arch} from '../arch/arch.ts';
import type {ArenaCell} from './lab.ts';
import * as layout from './layout.ts';
import {createLeafEntries, type EntryFrame, oddEntry} from './leaf-entries.ts';
import type {MemoryReader} from './memory-reader.ts';
import {heatKinds} from './vocabulary.ts';

export interface ArenaView {
	/** See `Machine.arenaMap()`. */
	cells(cells: number, pages: number): ArenaCell[];
}

/** Kinds of entries, the most notable last. */
const entryKinds = ['none', 'page', 'scratch', 'other'] as const;
const noKind = 0;
const pageKind = 1;
const scratchKind = 2;
const otherKind = 3;

/** A 64-bit word of `lab_arena`. */
export function arenaWord(reader: MemoryReader, word: number): bigint {
	return reader.u64(reader.address('lab_arena') + word * 8);
}

/** A view of a booted machine's arena. */
export function createArenaView(arch: Arch, reader: MemoryReader): ArenaView {
	const mapPages = Number(arenaWord(reader, layout.arena.pages));
	const scratchFrame = Number(arenaWord(reader, layout.arena.scratchFrame));
	const heatAddress = reader.address('lab_heat');
	const heat = reader.bytes.subarray(heatAddress, heatAddress + layout.heatPages);
	const entries = createLeafEntries(arch, reader, {
		root: arenaWord(reader, layout.arena.kernelRoot),
		start: arenaWord(reader, layout.arena.kernStart),
		pages: mapPages,
	});

	const kindOf = (frame: EntryFrame) => {
		if (frame === oddEntry) {
			return otherKind;
		}

		return frame === scratchFrame ? scratchKind : pageKind;
	};

	/** The most notable entry of some pages. */
	const kindIn = (from: number, to: number) => {
		let kind: number = noKind;

		entries.occupied(from, to, (_, frame) => {
			kind = Math.max(kind, kindOf(frame));
		});

		return kind;
	};

	/** The most notable heat of some pages, which is forgotten by looking. */
	const takeHeat = (from: number, to: number) => {
		let rank = 0;

		for (let page = from; page < Math.min(to, layout.heatPages); page++) {
			const kind = heat[page] ?? 0;

			if (kind !== 0) {
				heat[page] = 0;
				rank = Math.max(rank, heatRanks[kind] ?? 0);
			}
		}

		return rank;
	};

	return {
		cells(cells, pages) {
			const shown = Math.min(pages, mapPages);
			const border = (cell: number) => Math.floor((cell * shown) / cells);

			return Array.from({length: cells}, (_, cell) => ({
				entry: entryKinds[kindIn(border(cell), border(cell + 1))] ?? 'other',
				heat: heatOrder[takeHeat(border(cell), border(cell + 1))] ?? 'none',
			}));
		},
	};
}

/** Heat from the least to the most notable. */
const heatOrder = ['none', 'clear', 'set', 'fault', 'scratch', 'collision'] as const;
const heatRanks = heatKinds.map(kind => heatOrder.indexOf(kind));

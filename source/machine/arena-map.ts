/**
 * The map of the arena: what the kernel's table holds for its pages, and what happened to them last.
 */
import type {Arch} from '../arch/arch.ts';
import type {ArenaCell} from './lab.ts';
import * as layout from './layout.ts';
import {createLeafEntries, noEntry, oddEntry} from './leaf-entries.ts';
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
	const heat = reader.address('lab_heat');
	const entries = createLeafEntries(arch, reader, {
		root: arenaWord(reader, layout.arena.kernelRoot),
		start: arenaWord(reader, layout.arena.kernStart),
		pages: mapPages,
	});

	const kindOf = (page: number) => {
		const frame = entries.at(page);

		if (frame === noEntry) {
			return noKind;
		}

		if (frame === oddEntry) {
			return otherKind;
		}

		return frame === scratchFrame ? scratchKind : pageKind;
	};

	/** Heat of a page, which is forgotten by looking. */
	const takeHeat = (page: number) => {
		if (page >= layout.heatPages) {
			return 0;
		}

		const kind = reader.u8(heat + page);

		if (kind !== 0) {
			reader.setU8(heat + page, 0);
		}

		return kind;
	};

	return {
		cells(cells, pages) {
			const shown = Math.min(pages, mapPages);

			return Array.from({length: cells}, (_, cell) => {
				let kind: number = noKind;
				let warmest = 0;
				const end = Math.floor(((cell + 1) * shown) / cells);

				for (let page = Math.floor((cell * shown) / cells); page < end; page++) {
					kind = Math.max(kind, kindOf(page));
					warmest = Math.max(warmest, heatRank(takeHeat(page)));
				}

				return {entry: entryKinds[kind] ?? 'other', heat: heatOrder[warmest] ?? 'none'};
			});
		},
	};
}

/** Heat from the least to the most notable. */
const heatOrder = ['none', 'clear', 'set', 'fault', 'scratch', 'collision'] as const;
const heatRanks = heatKinds.map(kind => heatOrder.indexOf(kind));

function heatRank(kind: number): number {
	return heatRanks[kind] ?? 0;
}

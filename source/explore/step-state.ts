/**
 * What can be read out of a stepping module's memory: the whole state in canonical form, and the functions that a process
 * is in.
 */
import {contextWords, dirtyShift} from '../compiler/emit-step-context.ts';
import type {StepManifest} from '../compiler/image.ts';

const pageWords = 2 ** dirtyShift / 4;

/**
 * The pages that hold something other than zeros now: with those that are stored to later, all that can be part of a state.
 */
export function findUsedPages(memory: WebAssembly.Memory, {contextBase}: StepManifest): number[] {
	const words = new Uint32Array(memory.buffer, 0, contextBase / 4);
	const used: number[] = [];
	for (let start = 0; start < words.length; start += pageWords) {
		if (words.subarray(start, start + pageWords).some(word => word !== 0)) used.push(start / pageWords);
	}
	return used;
}

/** All words that are not zero, as pairs of address and value (little endian), by ascending address. */
export function takeSnapshot(
	memory: WebAssembly.Memory,
	{contextBase, dirtyBase}: StepManifest,
	usedPages: readonly number[],
): Uint8Array {
	const words = new Uint32Array(memory.buffer, 0, contextBase / 4);
	const dirty = new Uint8Array(memory.buffer, dirtyBase, contextBase >>> dirtyShift);
	const pages = new Set(usedPages);
	for (const [page, mark] of dirty.entries()) if (mark !== 0) pages.add(page);
	const pairs: number[] = [];
	for (const page of [...pages].sort((a, b) => a - b)) {
		const end = Math.min((page + 1) * pageWords, words.length);
		for (let index = page * pageWords; index < end; index++) {
			const word = words[index] ?? 0;
			if (word !== 0) pairs.push(4 * index, word);
		}
	}
	return new Uint8Array(Uint32Array.from(pairs).buffer);
}

/** One function that a process is in. */
export interface StackEntry {
	/** C name. */
	function: string;
	/** Where it stands, as an access site: the access that is next, or the call that it is in; -1 unknown. */
	site: number;
}

/** The functions a process is in, innermost first. */
export function readStack(memory: WebAssembly.Memory, layout: StepManifest, process: number): StackEntry[] {
	const words = new Uint32Array(memory.buffer, 0, layout.hashBase / 4);
	const entries: StackEntry[] = [];
	const context = layout.contextBase + process * layout.contextBytes;
	let frame = words[context / 4 + contextWords.top] ?? 0;
	while (frame !== 0) {
		const header = words[frame / 4] ?? 0;
		const found = layout.frames[header >>> 16];
		if (found) entries.push({function: found.name, site: found.sites[header & 0xffff] ?? -1});
		frame = words[frame / 4 + 1] ?? 0;
	}
	return entries;
}

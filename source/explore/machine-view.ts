/**
 * A machine's state in the reader's words: what each entry, translation, lock and page is. Read from memory by the architecture's
 * description and the image's symbols; nothing here is part of the state.
 */
import type {Arch} from '../arch/arch.ts';
import {entriesLittleEndian, leafPhys, matches} from '../arch/entry.ts';
import type {ImageManifest} from '../compiler/image.ts';
import {pageStates} from '../machine/vocabulary.ts';

/** The state in words, by the name of the thing, in a fixed order. */
export type MachineWords = Map<string, string>;

/** Reads one machine. Call `words` as often as wanted; each call looks anew. */
export interface MachineView {
	words(): MachineWords;
	/** Name of what lies at an address, or ''. */
	placeName(address: number): string;
	/** The value of so many bytes (1, 2, 4 or 8) at an address, in hexadecimal. */
	value(address: number, bytes: number): string;
	/** After an oops: the address of the access, in hexadecimal. */
	oopsAddress(): string;
}

/** Pages from the arena's first on that entries are shown of (kernel/include/ptelab/explore.h). */
const slots = 16;
const mapPages = 4;
const leftovers = 2;
const pageRowBytes = 32;
const cpuRowWords = 16;
const irqsOffWord = 4;
const lockWord = 11;
const validFlag = 1n;
const negativeFlag = 2n;

/** A view of the memory of a machine with so many CPUs. */
export function createMachineView(
	arch: Arch,
	manifest: ImageManifest,
	memory: WebAssembly.Memory,
	cpus: number,
): MachineView {
	const little = !manifest.bigEndian;
	const pointerBytes = manifest.pointerBits / 8;
	const pageBytes = 2 ** arch.pageShift;
	const leaf = arch.levels.at(-1);
	if (!leaf) throw new Error(`${arch.id}: the description has no levels`);
	// The undo log makes memory grow, which detaches what was there before.
	const view = (): DataView => new DataView(memory.buffer);
	const u32 = (at: number): number => view().getUint32(at, little);
	const word = (at: number, bytes: number): bigint =>
		bytes === 8 ? view().getBigUint64(at, little) : BigInt(u32(at));
	const entry = (at: number, bytes: number): bigint =>
		bytes === 8
			? view().getBigUint64(at, entriesLittleEndian(arch))
			: BigInt(view().getUint32(at, entriesLittleEndian(arch)));
	const pointer = (at: number): bigint => word(at, pointerBytes);
	const symbol = (name: string): number => {
		const place = manifest.symbols[name];
		if (!place) throw new Error(`the image has no '${name}'`);
		return place.address;
	};
	const memMap = symbol('mem_map');
	const firstPfn = Number(pointer(symbol('lab_first_pfn')));
	const firstData = Number(pointer(symbol('lab_first_data')));
	const dataRow = (firstData - memMap) / pageRowBytes;
	const scratchRow = Number(word(symbol('lab_arena') + 24, 8)) - firstPfn;
	const arenaLock = Number(word(symbol('lab_arena') + 8 * lockWord, 8));
	const userLock = symbol('lab_user_mm') + 16;
	const kernelLeaves = leafAddresses('lab_kernel_leaves');
	const userLeaves = leafAddresses('lab_user_leaves');
	const dataFrames = Math.max(1, cpus) * 4;

	return {
		words,
		placeName,
		value,
		oopsAddress: () => `0x${word(symbol('lab_oops_address'), 8).toString(16)}`,
	};

	function leafAddresses(name: string): number[] {
		const at = symbol(name);
		return Array.from({length: slots}, (_, slot) => Number(pointer(at + slot * pointerBytes)));
	}

	function rowOfFrame(direct: bigint): number {
		return Number((direct + arch.physOffset) >> BigInt(arch.pageShift)) - firstPfn;
	}

	function frameName(row: number): string {
		if (row === scratchRow) return 'scratch';
		if (row >= dataRow && row < dataRow + dataFrames) return `page ${row - dataRow}`;
		return `frame ${row}`;
	}

	/** Beside the kernel's entry, what the hardware has, where that is another. */
	function entryName(at: number): string {
		if (arch.kernelLeaf === undefined) return hardwareName(at);
		const {offset, present, empty, addressMask} = arch.kernelLeaf;
		const raw = entry(at, leaf?.entryBytes ?? 8);
		const hardware = hardwareName(at - offset);
		const other = raw === empty ? 'none' : `0x${raw.toString(16)}`;
		const kernel = matches(present, raw)
			? frameName(Number((raw & addressMask) >> BigInt(arch.pageShift)) - firstPfn)
			: other;
		return kernel === hardware ? kernel : `${kernel}, for hardware ${hardware}`;
	}

	function hardwareName(at: number): string {
		const raw = entry(at, leaf?.entryBytes ?? 8);
		if (leaf && matches(arch.hardware.valid, raw)) {
			return frameName(Number(leafPhys(arch, leaf, raw) >> BigInt(arch.pageShift)) - firstPfn);
		}
		if (leaf && ((raw ^ leaf.empty) & ~arch.noneIgnores) === 0n) {
			return raw === leaf.empty ? 'none' : `none + stray 0x${(raw ^ leaf.empty).toString(16)}`;
		}
		return `0x${raw.toString(16)}`;
	}

	function translationName(at: number): string {
		const tag = pointer(at);
		if (tag === 0n) return '-';
		if ((tag & negativeFlag) !== 0n) return 'not present';
		return (tag & validFlag) === 0n ? '-' : taggedFrame(pointer(at + pointerBytes));
	}

	/** The generation in the low bits tells whether the frame was freed since. */
	function taggedFrame(frame: bigint): string {
		const row = rowOfFrame(frame & ~BigInt(pageBytes - 1));
		const generation = Number(frame & 15n);
		const now = u32(memMap + row * pageRowBytes + 12) & 15;
		return generation === now ? frameName(row) : `${frameName(row)} as it was before`;
	}

	function holder(at: number): string {
		const owner = u32(at);
		return owner === 0 ? 'free' : `held by CPU ${owner - 1}`;
	}

	function pageState(row: number): string {
		const at = memMap + row * pageRowBytes;
		const state = pageStates[u32(at)] ?? 'unknown';
		const references = u32(at + 4) | 0;
		if (state !== 'arena') return state;
		return references === 1 ? 'in use' : `in use, ${references} references`;
	}

	function words(): MachineWords {
		const found: MachineWords = new Map();
		for (let slot = 0; slot < slots; slot++) found.set(`pte[${slot}]`, entryName(kernelLeaves[slot] ?? 0));
		for (let slot = 0; slot < slots; slot++) {
			found.set(`user pte[${slot}]`, entryName(userLeaves[slot] ?? 0));
		}
		const tlb = symbol('lab_tlb');
		const left = symbol('lab_leftover');
		for (let cpu = 0; cpu < cpus; cpu++) {
			for (let kind = 0; kind < 2; kind++) {
				for (let slot = 0; slot < slots; slot++) {
					const at = tlb + ((cpu * 2 + kind) * slots + slot) * 2 * pointerBytes;
					found.set(`CPU ${cpu} ${kind === 1 ? 'user ' : ''}tlb[${slot}]`, translationName(at));
				}
			}
			for (let slot = 0; slot < slots; slot++) {
				const names = Array.from({length: leftovers}, (_, index) =>
					pointer(left + ((cpu * slots + slot) * leftovers + index) * pointerBytes),
				).flatMap(frame => (frame === 0n ? [] : [taggedFrame(frame)]));
				found.set(`CPU ${cpu} may still hold[${slot}]`, names.length === 0 ? '-' : names.join(', '));
			}
			const irqsOff = u32(symbol('lab_cpus') + 4 * (cpu * cpuRowWords + irqsOffWord));
			found.set(`CPU ${cpu} interrupts`, irqsOff === 0 ? 'on' : 'off');
			found.set(`CPU ${cpu} violations`, String(u32(symbol('lab_reports') + 4 * cpu)));
		}
		found.set('arena lock', holder(arenaLock));
		found.set('user table lock', holder(userLock));
		found.set('free range', freeRange(u32(symbol('lab_free_map'))));
		for (let row = dataRow; row < dataRow + dataFrames; row++) found.set(frameName(row), pageState(row));
		found.set('scratch', pageState(scratchRow));
		found.set('deferred work', u32(symbol('lab_work_pending')) === 0 ? 'none' : 'pending');
		const results = symbol('lab_result');
		for (let index = 0; index < 8; index++) found.set(`result[${index}]`, String(u32(results + 4 * index)));
		return found;
	}

	function placeName(address: number): string {
		const kernelSlot = kernelLeaves.indexOf(address);
		if (kernelSlot >= 0) return `pte[${kernelSlot}]`;
		const userSlot = userLeaves.indexOf(address);
		if (userSlot >= 0) return `user pte[${userSlot}]`;
		const beside = kernelLeaves.indexOf(address + (arch.kernelLeaf?.offset ?? 0));
		if (beside >= 0) return `hardware pte[${beside}]`;
		if (address === arenaLock) return 'arena lock';
		if (address === userLock) return 'user table lock';
		for (const [name, place] of Object.entries(manifest.symbols)) {
			const offset = address - place.address;
			if (offset < 0 || offset >= place.size) continue;
			if (name === 'mem_map') return `struct page of ${frameName(Math.floor(offset / pageRowBytes))}`;
			if (name === 'lab_cpus') return `CPU ${Math.floor(offset / 4 / cpuRowWords)} interrupts`;
			return offset === 0 ? name : `${name}+${offset}`;
		}
		const row = rowOfFrame(BigInt(address));
		if (row < 0 || row >= dataRow + dataFrames) return '';
		return `${frameName(row)}+${address % pageBytes}`;
	}

	function value(address: number, bytes: number): string {
		if (address + bytes > memory.buffer.byteLength || bytes === 0) return '';
		const data = view();
		switch (bytes) {
			case 1:
				return `0x${data.getUint8(address).toString(16)}`;
			case 2:
				return `0x${data.getUint16(address, little).toString(16)}`;
			case 4:
				return `0x${data.getUint32(address, little).toString(16)}`;
			default:
				return `0x${data.getBigUint64(address, little).toString(16)}`;
		}
	}
}

function freeRange(map: number): string {
	const free = Array.from({length: mapPages}, (_, page) => page).filter(page => (map >>> page) & 1);
	return free.length === 0 ? 'nothing' : `pages ${free.join(', ')}`;
}

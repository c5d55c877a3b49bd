/**
 * What the accessors of a mode must do to entries, in TypeScript: what a clear leaves, what an install does to the buddy, how
 * many changes are told to the trace and in how many exchanges they are made. Written from arch-facts.md section 5, not from
 * `pgtable.h`.
 */
import assert from 'node:assert/strict';
import type {Arch} from '../../../source/arch/arch.ts';
import {encodeLeaf} from '../../../source/arch/index.ts';

/** The bit that makes an entry global, where empty entries may have it. */
function globalBit(arch: Arch): bigint {
	return arch.pairTlb === true ? arch.noneIgnores : 0n;
}

/** The mode with the kernel's entries in place of the hardware's, where those are not the same. */
export function kernelView(arch: Arch): Arch {
	const {kernelLeaf} = arch;
	if (kernelLeaf === undefined) {
		return arch;
	}
	const {addressMask, pageKernel, pageUser} = kernelLeaf;
	return {...arch, leafAddressMask: addressMask, leafAddressShift: 0, pageKernel, pageUser};
}

/** Whether the kernel takes an entry for empty. */
export function isNone(arch: Arch, value: bigint): boolean {
	const empty = arch.levels.at(-1)?.empty ?? 0n;
	return ((value ^ empty) & ~arch.noneIgnores) === 0n;
}

/**
 * What the entry of each address must hold after the logged calls, and how many changes were made. `arch` is the kernel's
 * view of the mode. Checks what each call returned.
 */
export function replay(
	arch: Arch,
	candidate: number,
	lines: readonly string[][],
): {entries: Map<string, bigint>; events: number} {
	const empty = arch.levels.at(-1)?.empty ?? 0n;
	const page = 1n << BigInt(arch.pageShift);
	const entries = new Map<string, bigint>();
	// The helper as merged writes a long, and that is half of an entry of two words (arch-facts.md 3.2).
	const tried = arch.twoWords === true && candidate === 0 ? 0xffff_ffffn : ~0n;
	// Those who take an entry before they clear it leave an empty one alone.
	const takes = arch.family === 's390x' || arch.kernelLeaf !== undefined;
	const at = (address: string) => entries.get(address) ?? empty;
	const buddyOf = (address: string) => (BigInt(`0x${address}`) ^ page).toString(16);
	let events = 0;

	const store = (address: string, value: bigint) => {
		entries.set(address, value);
		events++;
		// mips: who stores a global entry makes a buddy that is still zero global.
		if (arch.family === 'mips64' && (value & globalBit(arch)) !== 0n && at(buddyOf(address)) === 0n) {
			entries.set(buddyOf(address), globalBit(arch));
			events++;
		}
	};
	/** What a clear leaves behind. */
	const emptied = (address: string, name: string): bigint => {
		if (arch.family === 'mips64' && !(name === 'get_and_clear' && candidate === 2)) {
			return at(buddyOf(address)) & globalBit(arch);
		}
		return arch.pairTlb === true ? at(address) & globalBit(arch) : empty;
	};
	/** An exchange of an empty entry stores no global entry, so it says nothing to the buddy. */
	const clear = (address: string, name: string) => {
		const value = emptied(address, name);
		if (name === 'get_and_clear' && candidate === 2 && takes && isNone(arch, at(address))) {
			return;
		}
		if (name === 'get_and_clear' && candidate === 2) {
			entries.set(address, value);
			events++;
		} else {
			store(address, value);
		}
	};

	for (const [kind, name = '', user, address = '', pfn, result] of lines) {
		if (kind !== 'op') {
			continue;
		}
		const before = at(address);
		const prot = user === '1' ? arch.pageUser : arch.pageKernel;
		const entry = encodeLeaf(arch, BigInt(`0x${pfn}`) << BigInt(arch.pageShift), prot);
		const returned = BigInt(`0x${result}`);
		switch (name) {
			case 'set':
				store(address, entry);
				break;
			case 'clear':
				clear(address, name);
				break;
			case 'get_and_clear':
				assert.equal(returned, before);
				clear(address, name);
				break;
			case 'try_set': {
				const isDone = candidate === 2 ? isNone(arch, before) : before === empty;
				assert.equal(returned, isDone ? 1n : 0n);
				if (isDone) {
					store(address, entry & tried);
				}
				break;
			}
			case 'stray':
				assert.equal(returned & ~arch.noneIgnores, before & ~arch.noneIgnores);
				entries.set(address, returned);
				break;
			case 'get':
				assert.equal(returned, before);
				break;
			default:
				assert.fail(`unknown call ${name}`);
		}
	}
	return {entries, events};
}

/**
 * In how many exchanges the logged changes are made: one each, so that nothing is read first and written later, or one for
 * each of two words. Null where the right form has other steps than those of the shared accessors.
 */
export function exchangesOf(arch: Arch, candidate: number, lines: readonly string[][]): number | null {
	if (candidate === 2 && arch.pointerBits === 64) {
		return null;
	}
	// Where the kernel has a table of its own, every change of the right form takes the entry by compare-and-exchange.
	const takes = candidate === 2 && arch.kernelLeaf !== undefined;
	const stores = takes ? 0 : arch.twoWords === true ? 2 : 1;
	const each: Record<string, number> = {set: stores, clear: stores, get_and_clear: takes ? 0 : 1};
	return lines.reduce((sum, [kind, name = '']) => sum + (kind === 'op' ? (each[name] ?? 0) : 0), 0);
}

/** None, present, writable, dirty, young, as the kernel says of a page of its own or of the user's. */
export function bitsOfPage(arch: Arch, user: boolean): string[] {
	// PAGE_KERNEL of xtensa has none of the bits that software asks for when it writes (arch-facts.md 3.12).
	return arch.id === 'xtensa' && !user ? ['0', '1', '0', '0', '1'] : ['0', '1', '1', '1', '1'];
}

/**
 * What the harness prints of the entry code: its answer before and after a new mapping was announced, for the user's address
 * and twice more, and how often this CPU dropped translations.
 */
export function faultEntryWords(arch: Arch, candidate: number, entries: Map<string, bigint>): string[] {
	if (arch.pairTlb === true || arch.family === 'riscv32') {
		// It looks into the table (riscv32: the handler does, arch-facts.md 3.4): whether there is a page now is all that counts.
		const value = entries.get(arch.vmallocStart.toString(16)) ?? 0n;
		const {mask, value: wanted} = arch.hardware.valid;
		const mapped = (value & mask) === wanted ? '1' : '0';
		return [mapped, '0', mapped, mapped, mapped === '1' ? '3' : '0'];
	}
	if (arch.family !== 'riscv64') {
		return ['0', '0', '0', '0', '0'];
	}
	// The right form marks new mappings itself, so there is a mark to begin with.
	return candidate === 2 ? ['1', '0', '1', '0', '2'] : ['0', '0', '1', '0', '1'];
}

/** Pages that `flush_tlb_before_set()` flushes on every CPU, as the harness prints them. */
export function flushesBeforeSet(arch: Arch, candidate: number): string {
	if (candidate !== 2) {
		return arch.defines.CONFIG_ARM64_CONTPTE === '1' ? '1' : 'none';
	}
	// By the rule of the architecture, or since it can: where a flush waits for nobody's interrupts.
	if (arch.breakBeforeMake || arch.family === 'ppc64' || arch.family === 'riscv32') {
		return '1';
	}
	// A flush of the others would be an IPI: this CPU alone forgets.
	return ['loongarch64', 'mips64', 'sparc64'].includes(arch.family) ? '0' : 'none';
}

/**
 * What the accessors of a mode must do to entries, in TypeScript: what a clear leaves, what an install does to the buddy, and
 * how many changes are told to the trace. Written from arch-facts.md section 5, not from `pgtable.h`.
 */
import assert from 'node:assert/strict';
import type {Arch} from '../../../source/arch/arch.ts';
import {encodeLeaf} from '../../../source/arch/index.ts';

/** Words of a logged call: kind, name, user, address, frame, result. */
type Line = readonly string[];

/** Whether a logged call stored something of its own. */
export function stored([, name, , , , result]: Line): boolean {
	return name !== 'get' && (name !== 'try_set' || result === '1');
}

/** The bit that makes an entry global, where empty entries may have it. */
function globalBit(arch: Arch): bigint {
	return arch.pairTlb === true ? arch.noneIgnores : 0n;
}

/** What the entry of each address must hold after the logged calls, and how many changes were made. Checks what each call returned. */
export function replay(
	arch: Arch,
	lines: readonly string[][],
): {entries: Map<string, bigint>; events: number} {
	const empty = arch.levels.at(-1)?.empty ?? 0n;
	const page = 1n << BigInt(arch.pageShift);
	const entries = new Map<string, bigint>();
	const isNone = (value: bigint) => ((value ^ empty) & ~arch.noneIgnores) === 0n;
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
		if (arch.family === 'mips64' && !(name === 'get_and_clear' && arch.defines.LAB_CANDIDATE === '2')) {
			return at(buddyOf(address)) & globalBit(arch);
		}
		return arch.pairTlb === true ? at(address) & globalBit(arch) : empty;
	};
	/** An exchange of an empty entry stores no global entry, so it says nothing to the buddy. */
	const clear = (address: string, name: string) => {
		const value = emptied(address, name);
		if (name === 'get_and_clear' && arch.defines.LAB_CANDIDATE === '2') {
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
			case 'try_set':
				assert.equal(returned, isNone(before) ? 1n : 0n);
				if (isNone(before)) {
					store(address, entry);
				}
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
 * What the harness prints of the entry code: its answer before and after a new mapping was announced, for the user's address
 * and twice more, and how often this CPU dropped translations.
 */
export function faultEntryWords(arch: Arch, entries: Map<string, bigint>): string[] {
	if (arch.pairTlb === true) {
		// It looks into the table: whether there is a page now is all that counts.
		const value = entries.get(arch.vmallocStart.toString(16)) ?? 0n;
		const {mask, value: wanted} = arch.hardware.valid;
		const mapped = (value & mask) === wanted ? '1' : '0';
		return [mapped, '0', mapped, mapped, mapped === '1' ? '3' : '0'];
	}
	return arch.family === 'riscv64' ? ['0', '0', '1', '0', '1'] : ['0', '0', '0', '0', '0'];
}

/** Pages that `flush_tlb_before_set()` flushes on every CPU, as the harness prints them. */
export function flushesBeforeSet(arch: Arch): string {
	const isRight = arch.defines.LAB_CANDIDATE === '2';
	if (arch.family === 'arm64') {
		return arch.upstream.trySet ? '1' : 'none';
	}
	if (arch.family === 'ppc64' && isRight) {
		return '1';
	}
	// A flush of the others would be an IPI: this CPU alone forgets.
	return isRight && ['loongarch64', 'mips64', 'sparc64'].includes(arch.family) ? '0' : 'none';
}

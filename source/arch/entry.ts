/**
 * One entry of a page table as a number: tests, the address in it, and how to make one, from the description alone.
 * Entries are unsigned 64-bit values (`bigint`), independent of the byte order they have in memory.
 */
import type {Arch, BitTest, Level} from './arch.ts';

const allBits = 0xffff_ffff_ffff_ffffn;

/** Whether the condition holds of an entry. An absent one never does. */
export function matches(test: BitTest | null | undefined, raw: bigint): boolean {
	if (test === null || test === undefined) {
		return false;
	}
	return ((raw & test.mask) === test.value) !== (test.differs === true);
}

/** Shifts left by `by` bits, to the right if negative, within 64 bits. */
function shift64(value: bigint, by: number): bigint {
	return by < 0 ? value >> BigInt(-by) : (value << BigInt(by)) & allBits;
}

/** Left shift from the bits of a table entry of this level to the address. */
export function tableShift(arch: Arch, level: Level): number {
	return level.tableAddressShift ?? arch.leafAddressShift;
}

/** Whether entries lie in memory with their lowest byte first. */
export function entriesLittleEndian(arch: Arch): boolean {
	return !(arch.entriesBigEndian ?? arch.bigEndian);
}

/** Whether an entry points to a table. An empty one never does, also where any other value would. */
export function isTable(level: Level, raw: bigint): boolean {
	return matches(level.table, raw) && raw !== level.empty;
}

/** Physical address in the entry under `mask`, before low bits of a large page are cleared. */
function addressIn(arch: Arch, mask: bigint, shift: number, raw: bigint): bigint {
	return shift64(raw & mask, shift) | highAddressIn(arch, raw);
}

/** The part of the address that `arch.highAddress` describes. */
function highAddressIn({highAddress}: Arch, raw: bigint): bigint {
	return highAddress === undefined ? 0n : shift64(raw & highAddress.mask, highAddress.shift);
}

/** Physical address of the first byte a leaf of this level maps; `raw` is taken to be a leaf. */
export function leafPhys(arch: Arch, level: Level, raw: bigint): bigint {
	const size = 1n << BigInt(level.shift);
	return addressIn(arch, arch.leafAddressMask, arch.leafAddressShift, raw) & ~(size - 1n) & allBits;
}

/** Physical address of the table that an entry points to; `raw` is taken to be a table entry. */
export function tablePhys(arch: Arch, level: Level, raw: bigint): bigint {
	return addressIn(arch, level.tableAddressMask ?? 0n, tableShift(arch, level), raw);
}

/** Physical address that an entry points to: the next table's or the page's; 0 when it points nowhere. */
export function entryTarget(
	arch: Arch,
	level: Level,
	raw: bigint,
	kind: 'table' | 'leaf' | 'empty' | 'invalid',
): bigint {
	return kind === 'table' ? tablePhys(arch, level, raw) : kind === 'leaf' ? leafPhys(arch, level, raw) : 0n;
}

/**
 * Entry that maps the page at physical address `phys` with protection `prot` (`arch.pageKernel` or `arch.pageUser`).
 * Throws when the address does not fit the entry or is not page aligned.
 */
export function encodeLeaf(arch: Arch, phys: bigint, prot: bigint): bigint {
	const {leafAddressMask, leafAddressShift, pageShift} = arch;
	return encodeAddress(arch, leafAddressMask, leafAddressShift, phys, pageShift) | prot;
}

/** Entry of `level` that points to the table at `phys`. Throws on the last level and on an address that does not fit. */
export function encodeTable(arch: Arch, level: Level, phys: bigint): bigint {
	if (level.tableAddressMask === undefined) {
		throw new Error(`${arch.id}: ${level.name} is the last level and points to no table`);
	}
	const shift = tableShift(arch, level);
	return encodeAddress(arch, level.tableAddressMask, shift, phys, 0) | (level.tableFlags ?? 0n);
}

function encodeAddress(arch: Arch, mask: bigint, shift: number, phys: bigint, alignedTo: number): bigint {
	const high = arch.highAddress ?? {mask: 0n, shift: 0};
	const bits = (shift64(phys, -shift) & mask) | (shift64(phys, -high.shift) & high.mask);
	const aligned = (phys & ((1n << BigInt(alignedTo)) - 1n)) === 0n;
	if (!aligned || addressIn(arch, mask, shift, bits) !== phys) {
		throw new Error(`${arch.id}: an entry cannot hold the physical address 0x${phys.toString(16)}`);
	}
	return bits;
}

/** Bytes of a table of this level. */
export function tableBytes(level: Level): number {
	return level.entryBytes * 2 ** level.bits;
}

/** Index into a table of this level for a virtual address. */
export function tableIndex(level: Level, address: bigint): number {
	return Number((address >> BigInt(level.shift)) & ((1n << BigInt(level.bits)) - 1n));
}

/** Whether the bits of a 64-bit address above `arch.vaBits` are as the hardware demands. */
export function isCanonical(arch: Arch, address: bigint): boolean {
	const ones = (1n << BigInt(arch.pointerBits - arch.vaBits)) - 1n;
	const high = (address >> BigInt(arch.vaBits)) & ones;
	if (arch.splitRoots === true) {
		return high === 0n || high === ones;
	}
	if (arch.kernelHigh !== undefined) {
		return high === 0n || high === arch.kernelHigh;
	}
	if (!arch.signExtended) {
		return high === 0n;
	}
	const top = (address >> BigInt(arch.vaBits - 1)) & 1n;
	return high === (top === 1n ? ones : 0n);
}

/** Geometry, areas and entry values of the 64-bit families' modes, against the numbers of arch-facts.md 2.2 and 3.1 to 3.5. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Arch} from '../../source/arch/arch.ts';
import {leafPhys, tablePhys} from '../../source/arch/entry.ts';
import {archById, decodeEntry, encodeLeaf, encodeTable} from '../../source/arch/index.ts';

/** What the data sheet says of a mode. */
interface Facts {
	shifts: number[];
	bits: number[];
	/** PAGE_KERNEL without a frame. */
	pageKernel: bigint;
	/** Left shift of the frame number into an entry. */
	frameShift: number;
	/** First address of the vmalloc area; the arena's part may begin up to 4 GiB later. */
	vmalloc: bigint;
}

const arm64 = (
	shifts: number[],
	bits: number[],
	vmalloc: bigint,
	pageKernel = 0x00e8_0000_0000_0703n,
): Facts => ({shifts, bits, pageKernel, frameShift: shifts.at(-1) ?? 0, vmalloc});

const x86 = {pageKernel: 0x8000_0000_0000_0163n, frameShift: 12};
const riscv = {pageKernel: 0xe7n, frameShift: 10};
const s390 = {pageKernel: 0x13dn, frameShift: 12};

const sheet: Record<string, Facts> = {
	x86_64: {...x86, shifts: [39, 30, 21, 12], bits: [9, 9, 9, 9], vmalloc: 0xffff_c900_0000_0000n},
	'x86_64-la57': {
		...x86,
		shifts: [48, 39, 30, 21, 12],
		bits: [9, 9, 9, 9, 9],
		vmalloc: 0xffa0_0000_0000_0000n,
	},
	arm64: arm64([39, 30, 21, 12], [9, 9, 9, 9], 0xffff_8000_8000_0000n),
	'arm64-4k-39': arm64([30, 21, 12], [9, 9, 9], 0xffff_ffc0_8000_0000n),
	'arm64-4k-52': arm64([48, 39, 30, 21, 12], [4, 9, 9, 9, 9], 0xffff_8000_8000_0000n, 0x00e8_0000_0000_0403n),
	// -(1 << 46) + 2 GiB and -(1 << 41) + 2 GiB.
	'arm64-16k-47': arm64([36, 25, 14], [11, 11, 11], 0xffff_c000_8000_0000n),
	'arm64-16k-48': arm64([47, 36, 25, 14], [1, 11, 11, 11], 0xffff_8000_8000_0000n),
	'arm64-64k-42': arm64([29, 16], [13, 13], 0xffff_fe00_8000_0000n),
	'arm64-64k-48': arm64([42, 29, 16], [6, 13, 13], 0xffff_8000_8000_0000n),
	'riscv64-sv39': {...riscv, shifts: [30, 21, 12], bits: [9, 9, 9], vmalloc: 0xffff_ffc6_0000_0000n},
	riscv64: {...riscv, shifts: [39, 30, 21, 12], bits: [9, 9, 9, 9], vmalloc: 0xffff_8f80_0000_0000n},
	'riscv64-sv57': {
		...riscv,
		shifts: [48, 39, 30, 21, 12],
		bits: [9, 9, 9, 9, 9],
		vmalloc: 0xff20_0000_0000_0000n,
	},
	// No constant base: 512 GiB below the end of 4 TiB or 8 PiB.
	s390x: {...s390, shifts: [31, 20, 12], bits: [11, 11, 8], vmalloc: 0x0380_0000_0000n},
	's390x-region2': {...s390, shifts: [42, 31, 20, 12], bits: [11, 11, 11, 8], vmalloc: 0x1f_ff80_0000_0000n},
};

const withoutContpte = Object.entries(sheet)
	.filter(([id]) => id.startsWith('arm64'))
	.map(([id, facts]) => [`${id}-nocontpte`, facts] as const);

for (const [id, facts] of [...Object.entries(sheet), ...withoutContpte]) {
	const arch = archById(id);

	describe(`data sheet of ${id}`, () => {
		it('geometry', () => {
			assert.deepEqual(
				arch.levels.map(level => level.shift),
				facts.shifts,
			);
			assert.deepEqual(
				arch.levels.map(level => level.bits),
				facts.bits,
			);
			assert.equal(arch.vaBits, (facts.shifts[0] ?? 0) + (facts.bits[0] ?? 0));
		});

		it('areas', () => {
			const later = arch.vmallocStart - facts.vmalloc;
			assert.ok(later >= 0n && later < 1n << 32n);
			// The process's part of the arena: 65536 pages, below the kernel's half.
			const userEnd = arch.userStart + (0x1_0000n << BigInt(arch.pageShift));
			const half = arch.splitRoots === true || !arch.signExtended ? arch.vaBits : arch.vaBits - 1;
			assert.ok(userEnd <= 1n << BigInt(half));
		});

		it('PAGE_KERNEL, with a small frame number and with a large one', () => {
			assert.equal(arch.pageKernel, facts.pageKernel);
			for (const pfn of [0x12345n, 0x9_8765_4321n >> BigInt(arch.pageShift - 12)]) {
				const entry = encodeLeaf(arch, pfn << BigInt(arch.pageShift), arch.pageKernel);
				assert.equal(entry, (pfn << BigInt(facts.frameShift)) | facts.pageKernel);
			}
		});
	});
}

describe('arm64 with 52-bit physical addresses', () => {
	const arch = archById('arm64-4k-52');
	const [root] = arch.levels;
	const leaf = arch.levels.at(-1);
	assert.ok(root !== undefined && leaf !== undefined);
	const fieldsOf = (mode: Arch, level: number, raw: bigint) =>
		Object.fromEntries(decodeEntry(mode, level, raw).map(({name, value}) => [name, value]));

	it('has bits 50 and 51 of the address where the shareability is else', () => {
		const phys = (3n << 50n) | (1n << 49n) | 0x1234_5000n;
		const entry = encodeLeaf(arch, phys, arch.pageKernel);
		assert.equal(entry, 0x00e8_0000_0000_0403n | (3n << 8n) | (1n << 49n) | 0x1234_5000n);
		assert.equal(leafPhys(arch, leaf, entry), phys);
		const {frame50, frame} = fieldsOf(arch, 4, entry);
		assert.deepEqual([frame50, frame], [3n, (1n << 37n) | 0x12345n]);
		const table = encodeTable(arch, root, phys);
		assert.equal(table, (3n << 8n) | (1n << 49n) | 0x1234_5003n);
		assert.equal(tablePhys(arch, root, table), phys);
		assert.equal(fieldsOf(arch, 0, table).table50, 3n);
		assert.throws(() => encodeLeaf(arch, 1n << 52n, arch.pageKernel), /cannot hold/);
	});

	it('differs from 48-bit ones, whose entries have no room for such an address', () => {
		const other = archById('arm64');
		assert.throws(() => encodeLeaf(other, 1n << 48n, other.pageKernel), /cannot hold/);
		assert.equal(fieldsOf(other, 3, other.pageKernel).SH, 3n);
	});

	it('has blocks of the sizes that each page size allows', () => {
		const blocks = (id: string) => {
			const levels = archById(id).levels.slice(0, -1);
			return levels.filter(level => level.leaf !== undefined).map(level => level.shift);
		};
		assert.deepEqual(blocks('arm64'), [30, 21]);
		assert.deepEqual(blocks('arm64-4k-39'), [30, 21]);
		assert.deepEqual(blocks('arm64-4k-52'), [39, 30, 21]);
		assert.deepEqual(blocks('arm64-16k-47'), [25]);
		assert.deepEqual(blocks('arm64-16k-48'), [25]);
		assert.deepEqual(blocks('arm64-64k-42'), [29]);
		assert.deepEqual(blocks('arm64-64k-48'), [29]);
	});
});

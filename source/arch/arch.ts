/**
 * The declarative description of an architecture's page tables (arch-facts.md). The hardware walker, the TypeScript walker
 * and the C configuration header are generated from it; `pgtable.h` beside it is written separately, so that the two
 * check each other.
 */

/** One named field of an entry. `low`..`high` are bit numbers, inclusive. */
export interface Field {
	name: string;
	low: number;
	high: number;
	/** What the field means when set, for `walk`. */
	text: string;
}

/** A condition on an entry's raw value: true when `(raw & mask) == value`. */
export interface BitTest {
	mask: bigint;
	value: bigint;
	/** The other way round: true when they differ. */
	differs?: true;
}

/** One level of the table, root first. */
export interface Level {
	/** The kernel's name of it: pgd, p4d, pud, pmd, pte. */
	name: string;
	/** Lowest virtual-address bit that this level indexes. */
	shift: number;
	/** Number of index bits. */
	bits: number;
	/** Bytes of an entry. */
	entryBytes: 4 | 8;
	/** Entry value of an empty slot when a table is made. */
	empty: bigint;
	/** When a non-leaf entry points to a next table. Absent on the last level. */
	table?: BitTest;
	/** Bits of a table entry that are the next table's physical address (after `addressShift`). */
	tableAddressMask?: bigint;
	/** Left shift from the masked bits of a table entry to the address, where it differs from `leafAddressShift`. */
	tableAddressShift?: number;
	/** Bits OR-ed into an entry that points to a table. */
	tableFlags?: bigint;
	/** When an entry of this level maps memory itself (a block or huge page; on the last level: a page). */
	leaf?: BitTest;
	/** A table entry that matches takes the write permission from everything below it. */
	removesWrite?: BitTest;
	/** A table entry that matches takes the user permission from everything below it. */
	removesUser?: BitTest;
	/** Named fields of an entry that points to a table, for `walk`. Absent on the last level. */
	tableFields?: Field[];
	/** Named fields of a block or huge page of this level, where they differ from the leaf's. */
	blockFields?: Field[];
}

/**
 * The kernel's own entry of a page, where it is not the one that the hardware reads (arch-facts.md 3.9, classic arm). The
 * books, the map and the trace go by it; only the walk goes by the hardware's.
 */
export interface KernelLeaf {
	/** Bytes from the hardware's entry to the kernel's. */
	offset: number;
	/** When the kernel's entry maps a page. */
	present: BitTest;
	/** Value of an empty one. */
	empty: bigint;
	/** Bits of it that are the physical address, in place. */
	addressMask: bigint;
	/** PAGE_KERNEL without the frame, and the protection of a user mapping, in it. */
	pageKernel: bigint;
	pageUser: bigint;
	/** Its named fields. */
	fields: Field[];
	/** `pte_val` of PAGE_KERNEL with a given frame number; the `vectors` of the mode are the hardware's. */
	vectors: {pfn: bigint; value: bigint}[];
}

/** A register that a CPU needs before it walks tables of a mode, in the architecture's own terms. */
export interface WalkRegister {
	/** As the architecture's manual has it: CR3, TTBR1_EL1, satp. */
	name: string;
	/** What it says. */
	text: string;
	/** All bits but those of the root. */
	value: bigint;
	/** Which root table's physical address is in it, if one is. */
	root?: 'kernel' | 'user';
	/** Left shift of that address; negative: to the right. */
	rootShift?: number;
}

/** A page-table mode of an architecture. */
export interface Arch {
	/** Id on the command line, such as `x86_64` or `arm64-nocontpte`. */
	id: string;
	/** Folder in `source/arch`, also the architecture's family. */
	family: string;
	/** One line for `list`. */
	text: string;
	/** Clang target triple. */
	triple: string;
	pointerBits: 32 | 64;
	bigEndian: boolean;
	/** Where the triple is borrowed, or the description stands in for something: said by `list`. */
	notes: string[];
	/** Bytes of a page, as log2. */
	pageShift: number;
	/** Physical address of byte 0 of the machine's memory; page aligned. */
	physOffset: bigint;
	/** First address of the area the arena's kernel mapping is taken from; 4 GiB aligned on 64-bit machines. */
	vmallocStart: bigint;
	/** Address of the arena in user space. */
	userStart: bigint;
	/** Bits of a virtual address that are translated; the rest must equal `kernelHigh` for a kernel address. */
	vaBits: number;
	/** True: bits above vaBits repeat bit vaBits-1. False: they are zero. */
	signExtended: boolean;
	/**
	 * True: the high bits choose between two root tables, so they are all ones or all zeros whatever bit vaBits-1 is.
	 * Takes the place of `signExtended`, which is then true for a kernel address of the upper half.
	 */
	splitRoots?: boolean;
	levels: Level[];
	/** Bits of a leaf that are the physical address, in place (`(raw & mask)` is the address). */
	leafAddressMask: bigint;
	/** Left shift from the masked entry bits to the physical address; negative: to the right (riscv: +2). */
	leafAddressShift: number;
	/** Named fields of a leaf entry, for `walk` and the checks. */
	fields: Field[];
	/** Entry tests on the last level, as hardware sees it. */
	hardware: {
		valid: BitTest;
		writable: BitTest;
		user: BitTest | null;
		accessedMask: bigint;
		dirtyMask: bigint;
		/**
		 * Who sets accessed and dirty bits. `miss-handler`: the kernel's TLB-miss code, by a plain store of what it
		 * read, and only where a bit is clear (arch-facts.md 3.11).
		 */
		setsAccessedDirty: 'hardware' | 'fault' | 'software' | 'never' | 'miss-handler';
	};
	/** Bit that an invalidating instruction sets in a leaf (s390 IPTE), where there is one. */
	invalidBit?: bigint;
	/** PAGE_KERNEL without the frame, and the protection of a user mapping. */
	pageKernel: bigint;
	pageUser: bigint;
	/** Bits that `pte_none()` ignores. */
	noneIgnores: bigint;
	/** What the TLB may do with a not-present entry. */
	notPresentCached: 'no' | 'yes' | 'pipeline';
	/** A live entry must not be repointed without invalidate and flush in between. */
	breakBeforeMake: boolean;
	/** Transport of a kernel-range flush, and whether it may run with interrupts off. */
	flush: 'ipi' | 'broadcast';
	/** ptep_get_and_clear() for kernel tables. */
	clear: 'atomic' | 'split';
	/** Upstream state: has the ptep_try_set override; wires bpf_arena_handle_page_fault; has the arena JIT. */
	upstream: {trySet: boolean; faultHook: boolean; arena: boolean};
	/** Macros given to the compiler for this mode (`-D`). */
	defines: Record<string, string>;
	/** C definitions of words that `pgtable.h` only declares; the generated walker's unit holds them. */
	globals?: string[];
	/** `pte_val` of PAGE_KERNEL with a given frame number, from arch-facts.md 2.2; checked by the tests. */
	vectors: {pfn: bigint; value: bigint}[];
	/** Byte order of table entries in memory, where it is not that of the CPU (arch-facts.md 3.6). */
	entriesBigEndian?: boolean;
	/** Bits of a kernel address above `vaBits`, where they are neither zero nor a sign; a user address has zeros there. */
	kernelHigh?: bigint;
	/**
	 * One TLB entry maps an even page and the odd one after it. A refill loads both halves whatever their state, so a
	 * half that is not present is remembered with its neighbour (arch-facts.md 3.7, 3.8).
	 */
	pairTlb?: boolean;
	/**
	 * Until a barrier, this CPU may still take an entry that was just made valid for invalid. `notPresentCached:
	 * 'pipeline'` says the same; this is for machines whose TLB holds not-present entries as well.
	 */
	installWindow?: boolean;
	/** The fault handler walks the kernel's table and retries when the page is mapped. Default: 'pipeline' machines do. */
	checksSpurious?: boolean;
	/** A kernel-range flush always drops the whole kernel address space. */
	flushesAll?: boolean;
	/** The TLB is filled from a table of translations in memory, which a flush has to purge too (arch-facts.md 3.10). */
	tsb?: boolean;
	/**
	 * Symbol of the tables that empty entries of the upper levels point to, the last level's first. Level.empty is then
	 * a value that no table holds once it is made.
	 */
	invalidTables?: string;
	/**
	 * Registers that make a CPU walk tables of this mode, as `dump` names them. Absent where none do: a machine that does not
	 * exist, or one that leaves the walk to software.
	 */
	walkRegisters?: WalkRegister[];
	/**
	 * Bits of every entry that belong to the address but lie elsewhere: `(raw & mask) << shift` is OR-ed into it, in
	 * leaves and in pointers to tables (arm64 with 52-bit physical addresses).
	 */
	highAddress?: {mask: bigint; shift: number};
	/** Bytes of the live machine's memory, where the usual 48 MiB do not do. */
	memoryBytes?: number;
	/** Where the kernel keeps a table of its own beside the hardware's. */
	kernelLeaf?: KernelLeaf;
	/** Each entry is stored as two words, one after the other. */
	twoWords?: true;
}

/** Every mode's headers and walker compile without a warning for the mode's own target. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Exit, runLLVM, type Tree} from '@yowasp/clang';
import type {Arch} from '../../source/arch/arch.ts';
import {
	archs,
	generateConfigHeader,
	generateHwWalkHeader,
	generateWalker,
	pgtableHeader,
} from '../../source/arch/index.ts';
import {stubHeaders} from './support/stub-headers.ts';

const flags = [
	'-fsyntax-only',
	'-std=gnu11',
	'-O2',
	'-ffreestanding',
	'-fno-builtin',
	'-Wall',
	'-Wextra',
	'-Wmissing-prototypes',
	'-Wshadow',
];
/** Without an instruction for 64 bits at once the compiler calls a function, and says so; the machine has the instruction. */
const narrowFlags = ['-Wno-atomic-alignment'];

/** Facts of a mode that the compiler can check, whatever the byte order of the host. */
function factsSource(arch: Arch, candidate: number): string {
	const last = arch.levels.at(-1);
	const [vector] = arch.vectors;
	assert.ok(last !== undefined && vector !== undefined);
	const hex = (value: bigint) => `0x${value.toString(16)}ULL`;
	const above = arch.levels.at(-2);
	const noOverride = candidate > 0 || arch.upstream.trySet ? '#ifndef' : '#ifdef';
	return `#define LAB_CANDIDATE ${candidate}
#include <asm/pgtable.h>
#include <asm/hw_walk.h>
_Static_assert(sizeof(pte_t) == ${last.entryBytes}, "entry");
_Static_assert(PGD_TABLE_SIZE == LAB_LEVEL0_BYTES, "root table");
${
	// Where the kernel's tables are not the hardware's, they have their own shape.
	arch.kernelLeaf !== undefined
		? ''
		: `_Static_assert(PTE_TABLE_SIZE == ${last.entryBytes * 2 ** last.bits}, "page table");
_Static_assert(PGDIR_SHIFT == LAB_LEVEL0_SHIFT, "root shift");
_Static_assert(PMD_TABLE_SIZE == ${(above?.entryBytes ?? 0) * 2 ** (above?.bits ?? 0)}, "pmd");
_Static_assert(PMD_SHIFT == ${above?.shift}, "pmd shift");`
}
_Static_assert(LAB_EMPTY_PTE == ${hex(last.empty)}, "empty");
_Static_assert(LAB_PTE_IS_NONE(LAB_EMPTY_PTE | LAB_NONE_IGNORES), "none");
_Static_assert(LAB_PTE_IS_VALID(${hex(vector.value)}), "valid");
_Static_assert(LAB_PTE_PHYS(${hex(vector.value)}) == ${hex(vector.pfn)} << PAGE_SHIFT, "frame");
_Static_assert(LAB_BIG_ENDIAN == (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__), "byte order");
_Static_assert(LAB_POINTER_BITS == sizeof(void *) * 8, "pointer");
_Static_assert(LAB_PHYS_TO_DIRECT(PHYS_OFFSET + 0x20000) == 0x20000, "direct");
${noOverride} ptep_try_set
#error "ptep_try_set is there and should not be, or the other way round"
#endif
u64 kernel_entry(void);
u64 kernel_entry(void) { return pte_val(pfn_pte(${hex(vector.pfn)}, PAGE_KERNEL)); }
`;
}

/** What Clang says about a source for a mode; empty when it is content. */
async function diagnose(arch: Arch, name: string, source: string): Promise<string> {
	const include: Tree = {asm: {}, 'asm-generic': {}, linux: {}, ptelab: {}};
	const headers: Record<string, string> = {
		...stubHeaders,
		'asm/lab_arch.h': generateConfigHeader(arch),
		'asm/hw_walk.h': generateHwWalkHeader(),
		'asm/pgtable.h': pgtableHeader(arch),
	};
	for (const [path, text] of Object.entries(headers)) {
		const [folder = '', file = ''] = path.split('/');
		(include[folder] as Tree)[file] = text;
	}
	const defines = Object.entries(arch.defines).map(([key, value]) => `-D${key}=${value}`);
	const options = [...flags, ...(arch.pointerBits === 32 ? narrowFlags : []), ...defines];
	const said: string[] = [];
	const decoder = new TextDecoder();
	try {
		await runLLVM(
			['clang', ...options, `--target=${arch.triple}`, '-Iinclude', name],
			{[name]: source, include},
			{stderr: bytes => said.push(bytes === null ? '' : decoder.decode(bytes)), fetchProgress: () => {}},
		);
	} catch (error) {
		if (!(error instanceof Exit)) {
			throw error;
		}
		said.push(`exit ${error.code}`);
	}
	return said.join('');
}

describe('headers and walker compile for the target', () => {
	for (const arch of archs) {
		for (const [candidate, form] of ['upstream', 'naive', 'right'].entries()) {
			it(`${arch.id}, ${form}: pgtable.h, and what it and the description agree on`, async () => {
				assert.equal(await diagnose(arch, 'facts.c', factsSource(arch, candidate)), '');
			});
		}

		it(`${arch.id}: walker`, async () => {
			assert.equal(await diagnose(arch, 'walker.c', generateWalker(arch)), '');
		});
	}

	it('would notice a wrong fact', async () => {
		const [arch] = archs;
		assert.ok(arch !== undefined);
		const wrong = `${factsSource(arch, 0)}\n_Static_assert(PTE_TABLE_SIZE == 2048, "wrong");\n`;
		assert.match(await diagnose(arch, 'facts.c', wrong), /wrong[\s\S]*exit 1/);
	});
});

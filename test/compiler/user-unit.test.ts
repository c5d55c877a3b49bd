/** A user's C file as a variant: what it may look like, and what is said when it is wrong. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {slots} from '../../source/compiler/build-image.ts';
import {CompileError} from '../../source/compiler/clang.ts';
import {IrError} from '../../source/compiler/ir/ir.ts';
import {LinkError, link} from '../../source/compiler/link.ts';
import {UserCodeError} from '../../source/compiler/user-unit-error.ts';
import {nearestWord} from '../../source/report/words.ts';
import {calling, unit} from './emit-helpers.ts';
import {compileUser, laboratory, path, unitPath} from './user-support.ts';

const wholeFile = readFileSync(new URL('./user-texts/whole-file.c', import.meta.url), 'utf8');
const callbacks = [
	'apply_range_set_cb',
	'apply_range_clear_cb',
	'apply_range_set_scratch_cb',
	'arena_alloc_pages',
	'arena_free_pages',
	'arena_free_worker',
	'bpf_arena_handle_page_fault',
	'arena_vm_fault',
];

/** 1-based line of the first line that holds a text. */
const lineOf = (text: string, part: string) => text.split('\n').findIndex(line => line.includes(part)) + 1;

describe("a file like the kernel's own arena.c", () => {
	for (const arch of ['x86_64', 'arm64', 's390x', 'riscv64']) {
		it(`compiles for ${arch} as it is, static functions, structs, map and all`, async () => {
			const lab = laboratory(arch);
			const {files, defines, notes} = lab.prepare(wholeFile);
			const {functions, locations} = await lab.compile(unitPath, files[unitPath] ?? '');
			const external = functions.filter(({linkage}) => linkage === 'external').map(({name}) => name);

			assert.deepEqual(defines, callbacks);
			assert.deepEqual(Object.keys(files), [unitPath], 'nothing is left of the base');
			assert.deepEqual(
				callbacks.filter(name => !external.includes(name)),
				[],
			);
			assert.deepEqual(lab.warnings, []);
			assert.match(
				notes.join(),
				/arena_map_push_elem, populate_pgtable_except_pte, arena_map_free, zap_pages/,
			);
			// Behind the structs that were merged the lines are still the user's.
			assert.ok(
				locations.some(
					at =>
						at.function === 'arena_free_worker' &&
						at.file === path &&
						at.line === lineOf(wholeFile, 'all = llist_del_all(&arena->free_spans)'),
				),
			);
		});
	}
});

describe('what a file defines', () => {
	it('comes from the file, and the rest from the base', async () => {
		const lab = laboratory();
		const {files, defines} = lab.prepare(
			'static int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data)\n{\n\treturn 0;\n}\n',
		);
		const base = await lab.compile('variants/vj.c', files['variants/vj.c'] ?? '');
		const linkage = Object.fromEntries(base.functions.map(fn => [fn.name, fn.linkage]));

		assert.deepEqual(defines, ['apply_range_clear_cb']);
		assert.equal(linkage.apply_range_clear_cb, 'weak');
		assert.equal(linkage.apply_range_set_cb, 'external');
	});

	it('may have the parameters that it had in older kernels', async () => {
		const text = [
			'static long arena_alloc_pages(struct bpf_arena *arena, long uaddr, long page_cnt, int node_id)',
			'{ return uaddr; }',
			'static void arena_free_pages(struct bpf_arena *arena, long uaddr, long page_cnt) { arena->nr_pages = 0; }',
			'static int apply_range_set_cb(hw_pte_t *pte, unsigned long addr, void *data) { return 0; }',
		].join('\n');
		const {functions} = await compileUser(text);
		const parameters = Object.fromEntries(functions.map(fn => [fn.name, fn.parameters.length]));

		assert.equal(parameters.arena_alloc_pages, 5);
		assert.equal(parameters.arena_free_pages, 4);
		assert.equal(parameters.apply_range_set_cb, 3);
	});

	it('may stand between #if and #endif', async () => {
		const text = [
			'#ifdef CONFIG_NOTHING_OF_THE_KIND',
			'int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data) { return 1; }',
			'#endif',
			'int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data) { return 2; }',
		].join('\n');
		const {functions} = await compileUser(text);

		assert.deepEqual(
			functions.filter(({name}) => name.startsWith('apply_')).map(({name}) => name),
			['apply_range_clear_cb'],
		);
	});

	it('may be a helper of the page tables, which the callbacks of the base then use', async () => {
		const lab = laboratory('s390x');
		const {files, defines} = lab.prepare(
			[
				'#define ptep_try_set ptep_try_set',
				'static inline bool ptep_try_set(pte_t *ptep, pte_t new_pte)',
				'{',
				'	pteval_t old = _PAGE_EMPTY;',
				'',
				'	return try_cmpxchg(&pte_val(*ptep), &old, pte_val(new_pte));',
				'}',
			].join('\n'),
		);
		const base = await lab.compile('variants/vj.c', files['variants/vj.c'] ?? '');
		const user = await lab.compile(unitPath, files[unitPath] ?? '');

		assert.deepEqual(defines, ['ptep_try_set']);
		assert.ok(base.externals.includes('ptep_try_set'), 's390x has no such helper of its own');
		assert.ok(user.functions.some(({name, linkage}) => name === 'ptep_try_set' && linkage === 'external'));
		assert.deepEqual(lab.warnings, []);
	});

	it('uses the helpers in the form that the base has chosen', async () => {
		const text =
			'int apply_range_set_scratch_cb(pte_t *pte, unsigned long addr, void *data) { return ptep_try_set(pte, __pte(addr)); }';
		const isbs = async (base: string) => {
			const {externals} = await compileUser(text, base, 'arm64');
			return externals.includes('lab_isb');
		};

		assert.equal(await isbs('VJ'), false, 'as merged first, without barriers');
		assert.equal(await isbs('VL'), true);
	});
});

describe('structs that the file defines although the lab has them', () => {
	const struct = (members: string) => `struct apply_range_data {\n${members}\n};\n`;
	const set = 'static int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data) { return 0; }\n';

	it('may have members of their own', () => {
		const {notes} = laboratory().prepare(`${struct('\tstruct page **pages;\n\tint i;\n\tu32 tries;')}${set}`);

		assert.deepEqual(notes, [
			"'tries' of struct apply_range_data: zero where the lab's own code calls apply_range_set_cb()",
		]);
	});

	it('may add to the arena where it has room', async () => {
		const text = `struct bpf_arena {\n\tstruct bpf_map map;\n\tu32 mine;\n};\n${set.replace('return 0', 'return ((struct bpf_arena *)data)->mine')}`;
		const lab = laboratory();
		const header = 'include/linux/bpf_arena.h';
		const kernel = {
			...lab.sources.kernel,
			[header]: (lab.sources.kernel[header] ?? '').replace(
				/\n\};\n\n\/\* Data of apply_range_set_cb/,
				'\n\tu64 variant_room[16];\n};\n\n/* Data of apply_range_set_cb',
			),
		};
		const {files, notes} = lab.prepare(text, 'VJ', kernel);
		await lab.compile(unitPath, files[unitPath] ?? '');

		assert.match(notes.join(), /struct bpf_arena also has 'mine', zero at first/);
		if (!(lab.sources.kernel[header] ?? '').includes('variant_room')) {
			assert.throws(
				() => lab.prepare(text),
				/mine\.c:1: error: struct bpf_arena of the lab has no room for 'mine'/,
			);
		}
	});

	it('must have what the callback of the base reads', () => {
		const text = [
			'static long arena_alloc_pages(struct bpf_arena *arena, long uaddr, long page_cnt, int node_id)',
			'{',
			'	struct apply_range_data data;',
			'',
			'	data.pages = NULL;',
			'	data.i = 0;',
			'	return apply_to_page_range(&init_mm, uaddr, PAGE_SIZE, apply_range_set_cb, &data);',
			'}',
		].join('\n');

		assert.throws(
			() => laboratory().prepare(text, 'VJ'),
			new UserCodeError(
				"folder/mine.c:1: error: arena_alloc_pages() hands a struct apply_range_data whose 'scratch_page' it does not set " +
					'to the apply_range_set_cb() of VJ, which reads it; define apply_range_set_cb() too, or choose another base',
			),
		);
		assert.deepEqual(laboratory().prepare(text, 'V0').defines, ['arena_alloc_pages']);
	});
});

describe('what is wrong with a file', () => {
	it('that defines nothing is told with all that it could define', () => {
		assert.throws(
			() => laboratory().prepare('int helper(void) { return 1; }\n'),
			error => {
				assert.ok(error instanceof UserCodeError);
				assert.match(
					error.message,
					/^folder\/mine\.c: error: defines none of the functions that can be checked/,
				);
				for (const name of [...slots, 'ptep_try_set', 'flush_tlb_before_set']) {
					assert.ok(error.message.includes(`${name}(`), name);
				}
				return true;
			},
		);
	});

	it('is shown by Clang with the line and column of the file', async () => {
		const broken = wholeFile.replace('pte_t entry;', 'pte_t entry');
		const line = lineOf(broken, 'pte_t entry');

		await assert.rejects(compileUser(broken), error => {
			assert.ok(error instanceof CompileError);
			assert.ok(error.message.startsWith(`${path}:${line}:13: error: expected ';' at end of declaration`));
			assert.match(error.message, /\n +\d+ \|\s+pte_t entry\n/);
			return true;
		});
	});

	it('is a function with parameters that it never had', () => {
		assert.throws(
			() => laboratory().prepare('\nvoid arena_free_pages(struct bpf_arena *arena) { }\n'),
			/^UserCodeError: folder\/mine\.c:2: error: arena_free_pages\(\) takes 1 parameters here; it is\n {2}void arena_free_pages\(struct bpf_arena \*arena, long uaddr, long page_cnt, bool sleepable\)/,
		);
	});

	it('is a function of another type', async () => {
		await assert.rejects(
			compileUser('\n\nvoid apply_range_set_cb(pte_t *pte, unsigned long addr, void *data) { }\n'),
			/folder\/mine\.c:3:\d+: error: returning 'void' from a function with incompatible result type 'int'/,
		);
	});

	it('is a call of what nobody knows, with the name that was meant', async () => {
		await assert.rejects(
			compileUser(
				'int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)\n{\n\treturn pte_nome(ptep_get(pte));\n}\n',
			),
			/folder\/mine\.c:3:9: error: call to undeclared function 'pte_nome'.*\n.*did you mean 'pte_none'\?/s,
		);
	});

	it('is a call of what is declared and defined nowhere: the linker says where, in which function, and what was meant', async () => {
		const lab = laboratory();
		const text = [
			'int apply_to_every_page(struct mm_struct *mm);',
			'static int helper(void)',
			'{',
			'	return apply_to_every_page(&init_mm);',
			'}',
			'int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)',
			'{',
			'	return helper();',
			'}',
		].join('\n');
		const {files, explain} = lab.prepare(text);
		const user = await lab.compile(unitPath, files[unitPath] ?? '');
		const core = {
			...unit('core', {functions: [calling('start', 'apply_range_set_cb')]}),
			pointerBits: 64 as const,
		};

		assert.throws(
			() =>
				link({
					arch: 'test',
					memoryBytes: 0x10_0000,
					core: [{unit: core, direct: true}],
					variants: [{id: 'mine.c', units: [user]}],
					programs: [],
					slots: ['apply_range_set_cb'],
					exports: ['start'],
				}),
			error => {
				assert.ok(error instanceof LinkError);
				const told = error.problems.map(problem => explain(problem, nearestWord));
				assert.ok(
					told.includes(
						`${path}:4: error: helper() uses 'apply_to_every_page', which is declared but defined nowhere; ` +
							"did you mean 'apply_to_page_range'?",
					),
					told.join('\n'),
				);
				return true;
			},
		);
	});

	for (const [what, body, message] of [
		['floating point', 'double x = addr; return x * 1.5 > 3;', /mine\.c:3: /],
		['a variable of floating point', 'volatile double x = 1; return x > 3;', /mine\.c:3: /],
		['inline assembly', '__asm__ volatile("invlpg %0" : : "m"(*pte)); return 0;', /mine\.c:3: .*asm/i],
	] as const) {
		it(`is ${what}, which the lab cannot run: told with its line`, async () => {
			await assert.rejects(
				compileUser(`int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)\n{\n\t${body}\n}\n`),
				error => {
					assert.ok(error instanceof IrError, String(error));
					assert.match(error.message, message);
					return true;
				},
			);
		});
	}
});

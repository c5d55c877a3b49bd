/** How the kernel calls what a user's file defines: run with a driver in the kernel's place. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {runUser} from './user-support.ts';

const headers = '#include <linux/bpf_arena.h>\n#include <linux/kernel.h>\n';

/** What the headers' own functions need. */
const machine = `
struct mm_struct init_mm;
struct page mem_map[4];
unsigned long lab_first_pfn, lab_nr_pages;
struct bpf_arena *the_arena;
struct vm_area_struct arena_user_vma;
u32 arena_high_water;
u64 lab_counters[LAB_CPUS][LAB_COUNTERS];
struct lab_cpu lab_cpus[LAB_CPUS];
struct lab_cpu_data lab_cpu_data[LAB_CPUS];
struct lab_arena lab_arena;
`;

describe('a callback with data of its own', () => {
	it("gets the lab's data widened, and what it changes comes back", async () => {
		const run = await runUser(
			[
				'struct apply_range_data { u32 tries; struct page **pages; int i; };',
				'static int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)',
				'{',
				'	struct apply_range_data *d = data;',
				'	if (!data)',
				'		return 7;',
				'	d->i += 2;',
				'	return ++d->tries;',
				'}',
			].join('\n'),
			`${headers}
u32 without_data(void)
{
	return apply_range_set_cb(NULL, 0, NULL);
}

u32 with_data(void)
{
	struct apply_range_data data = { .i = 3, .scratch_page = (void *)5 };
	u32 tries = apply_range_set_cb(NULL, 0, &data);

	return tries * 100 + data.i * 10 + (data.scratch_page == (void *)5);
}
`,
		);

		assert.equal(run('without_data'), 7);
		assert.equal(run('with_data'), 151);
	});

	it('may take the list of pages itself, as before the series', async () => {
		const run = await runUser(
			[
				'static int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *free_pages)',
				'{',
				'	__llist_add((struct llist_node *)addr, free_pages);',
				'	return 0;',
				'}',
			].join('\n'),
			`${headers}
u32 collects(void)
{
	struct llist_node node;
	LLIST_HEAD(pages);
	struct clear_range_data data = { .free_pages = &pages };

	apply_range_clear_cb(NULL, (unsigned long)&node, &data);
	return pages.first == &node;
}
`,
		);

		assert.equal(run('collects'), 1);
	});
});

describe('a free that is not told whether it may sleep', () => {
	it('is put off where it must not, cut down to the map', async () => {
		const run = await runUser(
			[
				'static void arena_free_pages(struct bpf_arena *arena, long uaddr, long page_cnt)',
				'{',
				'	arena->nr_pages = uaddr * 10 + page_cnt;',
				'}',
			].join('\n'),
			`${headers}
static u32 deferred;

bool arena_clip_range(struct bpf_arena *arena, long uaddr, long *page_cnt)
{
	*page_cnt = min(*page_cnt, 3l);
	return uaddr != 0;
}

void arena_defer_free(struct bpf_arena *arena, u32 uaddr, u32 count)
{
	deferred = uaddr + count;
}

u32 at_once(void)
{
	struct bpf_arena arena = { .nr_pages = 0 };

	arena_free_pages(&arena, 4, 2, true);
	return arena.nr_pages;
}

u32 put_off(u32 uaddr)
{
	struct bpf_arena arena = { .nr_pages = 0 };

	deferred = 0;
	arena_free_pages(&arena, uaddr, 9, false);
	return arena.nr_pages ? 0 : deferred;
}
`,
		);

		assert.equal(run('at_once'), 42);
		assert.equal(run('put_off', 0x2010), 0x2003);
		assert.equal(run('put_off', 0), 0);
	});
});

describe('a fault handler of the mapping', () => {
	it('finds the map by way of the file', async () => {
		const run = await runUser(
			[
				'static vm_fault_t arena_vm_fault(struct vm_fault *vmf)',
				'{',
				'	struct bpf_map *map = vmf->vma->vm_file->private_data;',
				'	struct bpf_arena *arena = container_of(map, struct bpf_arena, map);',
				'	vmf->page = arena->scratch_page;',
				'	return VM_FAULT_LOCKED;',
				'}',
			].join('\n'),
			`${headers}
u32 finds(void)
{
	struct page page;
	struct bpf_arena arena = { .scratch_page = &page };
	struct vm_area_struct vma = { .vm_private_data = &arena };
	struct vm_fault vmf = { .vma = &vma };

	return arena_vm_fault(&vmf) == VM_FAULT_LOCKED && vmf.page == &page && !vma.vm_file;
}
`,
		);

		assert.equal(run('finds'), 1);
	});
});

describe('a change of an entry by other means than the helpers', () => {
	it('is told to the lab, once, with what was there; a change of anything else is not', async () => {
		const run = await runUser(
			[
				'static inline bool ptep_try_set(pte_t *ptep, pte_t new_pte)',
				'{',
				'	pte_t old = __pte(0);',
				'	return try_cmpxchg((long *)&ptep->pte, (long *)&old, *(long *)&new_pte);',
				'}',
				'static int apply_range_set_scratch_cb(pte_t *pte, unsigned long addr, void *data)',
				'{',
				'	return ptep_try_set(pte, __pte(addr));',
				'}',
				'static int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)',
				'{',
				'	WRITE_ONCE(*pte, __pte(addr));',
				'	return xchg(&pte->pte, 9) == addr;',
				'}',
			].join('\n'),
			`${headers}${machine}
static u64 told, words[2] __aligned(4096);

void lab_access_point(void) { }
void lab_pte_stored(void *ptep, u64 old, u64 new)
{
	told = told * 1000 + 500 + old * 10 + new;
}
void lab_pte_try_set_result(void *ptep, u64 found, u64 new, bool done)
{
	told = told * 1000 + done * 100 + found * 10 + new;
}

/* Whether the words lie in the pool is what this says. */
static void prepare(u32 pool, u64 value)
{
	lab_first_pfn = PHYS_PFN(__pa(words));
	lab_nr_pages = pool;
	words[0] = value;
	told = 0;
}

u32 try_set(u32 pool)
{
	prepare(pool, 0);
	apply_range_set_scratch_cb((pte_t *)words, 3, NULL);
	apply_range_set_scratch_cb((pte_t *)words, 4, NULL);
	return told;
}

u32 stores(u32 pool)
{
	prepare(pool, 1);
	apply_range_set_cb((pte_t *)words, 2, NULL);
	return told;
}

u32 value(void)
{
	return words[0];
}
`,
		);

		assert.equal(run('try_set', 1), 103_034, 'done: 0 became 3; not done: 3 was there instead of 4');
		assert.equal(run('value'), 3);
		assert.equal(run('stores', 1), 512_529, '1 became 2, 2 became 9');
		assert.equal(run('try_set', 0), 0);
		assert.equal(run('value'), 3);
	});
});

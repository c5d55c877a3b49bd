// SPDX-License-Identifier: MIT
/*
 * What a port of ptep_try_set() has to get right, one question each. All entries are those of the kernel's table for the arena,
 * as the architecture makes them empty; the helper is that of the selected candidate (ptelab/candidate.h). Where an earlier question
 * is answered with no, a later one that builds on it is not asked again.
 */
#include <asm/hw_walk.h>
#include <ptelab/candidate.h>
#include <ptelab/scenario_writers.h>

static pte_t port_scratch(void)
{
	return mk_pte(the_arena->scratch_page, PAGE_KERNEL);
}

/* Bytes of all that stands for one entry in memory: up to two words. */
struct port_image {
	u64 entry;
	u64 hardware;
};

/* How the entry of a page looks in memory, and what a walk gets to see of it. Nobody else may change it. */
static struct port_image port_image_of(u32 page)
{
	struct port_image image = { 0 };
	struct hw_walk walk;

	__builtin_memcpy(&image.entry, leaf_pointer(page), sizeof(pte_t));
	hw_walk(init_mm.root, arena_address(page), &walk);
	image.hardware = walk.entry;
	return image;
}

/* The helper fills page 0's entry, a plain store that of page 2, both with the same value. */
static bool port_fill_both(void)
{
	if (!candidate_try_set(leaf_pointer(0), port_scratch()))
		return false;
	candidate_set(arena_address(2), leaf_pointer(2), port_scratch());
	return true;
}

/* An entry that the kernel has just made empty. */
void port_succeeds(void)
{
	lab_check(candidate_try_set(leaf_pointer(0), port_scratch()), PROPERTY_expectation);
}

/* The same, with the entry behind it in use, which is no pair's other half: whoever compares more than one entry fails. */
void port_beside_neighbour(void)
{
	struct port_image before, after;

	candidate_set(arena_address(2), leaf_pointer(2), port_scratch());
	before = port_image_of(2);
	lab_check(candidate_try_set(leaf_pointer(1), port_scratch()), PROPERTY_expectation);
	after = port_image_of(2);
	lab_check(before.entry == after.entry && before.hardware == after.hardware, PROPERTY_expectation);
}

/* The bytes of the entry are not those of set_pte() turned round. */
void port_byte_order(void)
{
	if (port_fill_both())
		lab_check(port_image_of(0).entry == port_image_of(2).entry ||
			  port_image_of(0).entry != __builtin_bswap64(port_image_of(2).entry), PROPERTY_expectation);
}

/* Not one half written and the other as it was. */
void port_whole_entry(void)
{
	u64 set, as_set;

	if (sizeof(pte_t) == 4 || !port_fill_both())
		return;
	set = port_image_of(0).entry;
	as_set = port_image_of(2).entry;
	lab_check(set == as_set || ((u32)set != (u32)as_set && set >> 32 != as_set >> 32), PROPERTY_expectation);
}

/* Where the walker has an entry of its own, that is written too. */
void port_hardware_entry(void)
{
	if (port_fill_both())
		lab_check(port_image_of(0).entry != port_image_of(2).entry ||
			  port_image_of(0).hardware == port_image_of(2).hardware, PROPERTY_expectation);
}

/* Whatever else stores an entry does to the other one of its pair. */
void port_pair(void)
{
	if (port_fill_both())
		lab_check(port_image_of(1).entry == port_image_of(3).entry, PROPERTY_expectation);
}

/* Each bit that pte_none() ignores, alone and with the others; gives how many. */
static u32 port_stray_bits(u64 *bits)
{
	u32 count = 1;

	for (u64 rest = LAB_NONE_IGNORES; rest; rest &= rest - 1)
		bits[count++] = rest & -rest;
	bits[0] = LAB_NONE_IGNORES;
	return count;
}

/* Everything that pte_none() takes for empty. */
void port_none_values(void)
{
	u64 bits[8];
	u32 count = port_stray_bits(bits);
	u64 raw = LAB_EMPTY_PTE ^ bits[__ptelab_choose(count)];
	pte_t none = __pte((pteval_t)raw);

	__builtin_memcpy(leaf_pointer(0), &none, sizeof(none));
	if (pte_none(ptep_get(leaf_pointer(0))))
		lab_check(candidate_try_set(leaf_pointer(0), port_scratch()), PROPERTY_expectation);
}

static u32 port_installed, port_cleared_scratch;

void port_install(void)
{
	WRITE_ONCE(port_installed, candidate_try_set(leaf_pointer(0), port_scratch()));
}

/* A clear comes in between: either it gets what was installed, or that stays. */
void port_clear(void)
{
	pte_t old = __pte((pteval_t)candidate_get_and_clear(arena_address(0), leaf_pointer(0)));

	WRITE_ONCE(port_cleared_scratch, !pte_none(old) && pte_pfn(old) == pte_pfn(port_scratch()));
}

void port_clear_finish(void)
{
	lab_check(!port_installed || port_cleared_scratch || leaf_is_scratch(0), PROPERTY_expectation);
}

static struct page *port_page;

/* That the store comes second and goes over scratch is the writer's fault (C5, C7). */
void port_store_setup(void)
{
	do_not_check(PROPERTY_entry_overwritten);
	do_not_check(PROPERTY_break_before_make);
}

/* A plain store of a page comes in between: it is never written over. */
void port_store(void)
{
	port_page = take_page(0);
	candidate_set(arena_address(0), leaf_pointer(0), mk_pte(port_page, PAGE_KERNEL));
}

void port_store_finish(void)
{
	lab_check(pte_pfn(leaf_of(0)) == page_to_pfn(port_page), PROPERTY_expectation);
}

/* A CPU that has found the page missing before reaches it with its next access, by a BPF program too: those get no second try. */
void port_first_access(void)
{
	bool done;

	program_begin();
	bpf_read(0);
	done = candidate_try_set(leaf_pointer(0), port_scratch());
	if (done) {
		bpf_write(0, 7);
		lab_check(bpf_read(0) == 7, PROPERTY_expectation);
	}
	program_end();
}

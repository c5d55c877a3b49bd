// SPDX-License-Identifier: MIT
/*
 * C50: a free takes the user's mappings away while the user unmaps the arena. munmap has taken the VMA out of the tree, takes the
 * pages and the tables away, and last of all has the arena take the VMA off its list. The three orders of locks that have been
 * proposed for zap_pages(); the zap itself is the machine's.
 */
#include <linux/spinlock.h>
#include <ptelab/scenario_scope.h>

/* Stands for mmap_lock. One holder at a time: of the readers it keeps apart, none is in the way of another here. */
static raw_spinlock_t c50_mmap_lock;
/* Stands for arena->lock, which keeps the list of VMAs; not the spin lock that keeps the entries. */
static raw_spinlock_t c50_arena_lock;

/* In the tree: under the first lock. On the list: under the second. */
static bool c50_vma_in_tree = true, c50_vma_on_list = true;

void c50_setup(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
	vm_insert_page(&arena_user_vma, arena_user_vma.vm_start, pte_page(leaf_of(0)));
}

static void c50_zap(void)
{
	zap_vma_range(&arena_user_vma, arena_user_vma.vm_start, PAGE_SIZE);
}

/* The next owner of the page keeps something in it that looks like an entry. */
static void c50_free_table(pte_t *entry, pte_t content)
{
	__free_page(virt_to_page(entry));
	WRITE_ONCE(entry->pte, pte_val(content));
}

void c50_munmap(void)
{
	pte_t *entry = user_leaf_pointer(0);
	pte_t content = leaf_of(0);

	raw_spin_lock(&c50_mmap_lock);
	c50_vma_in_tree = false;
	c50_zap();
	c50_free_table(entry, content);

	raw_spin_lock(&c50_arena_lock);
	c50_vma_on_list = false;
	raw_spin_unlock(&c50_arena_lock);
	raw_spin_unlock(&c50_mmap_lock);
}

/* As it was when the series was merged. */
void c50_zap_without(void)
{
	raw_spin_lock(&c50_arena_lock);
	if (c50_vma_on_list)
		c50_zap();
	raw_spin_unlock(&c50_arena_lock);
}

/* The obvious remedy. */
void c50_zap_under(void)
{
	raw_spin_lock(&c50_arena_lock);
	if (c50_vma_on_list) {
		raw_spin_lock(&c50_mmap_lock);
		c50_zap();
		raw_spin_unlock(&c50_mmap_lock);
	}
	raw_spin_unlock(&c50_arena_lock);
}

/* The fix: the list's lock is dropped, so what was found has to be looked up again under the other. */
void c50_zap_after(void)
{
	bool found;

	raw_spin_lock(&c50_arena_lock);
	found = c50_vma_on_list;
	raw_spin_unlock(&c50_arena_lock);
	if (!found)
		return;

	raw_spin_lock(&c50_mmap_lock);
	if (c50_vma_in_tree)
		c50_zap();
	raw_spin_unlock(&c50_mmap_lock);
}

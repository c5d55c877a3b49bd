// SPDX-License-Identifier: MIT
/* What the words do, one function for each thing that a test asks. */
#include <linux/atomic.h>
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct item {
	struct list_head list;
	struct llist_node node;
	struct hlist_node hash;
	u32 value;
};

static struct item items[4];
static DEFINE_RAW_SPINLOCK(lock);
static DEFINE_MUTEX(mutex);

/* Written as decimal digits, first element first. */
static u32 digits;

static void note(u32 value)
{
	digits = digits * 10 + value;
}

static u32 noted(void)
{
	u32 all = digits;

	digits = 0;
	return all;
}

u32 list_order(void)
{
	LIST_HEAD(head);
	LIST_HEAD(other);
	struct item *pos, *next;
	u32 i;

	for (i = 0; i < 4; i++) {
		items[i].value = i + 1;
		if (i & 1)
			list_add(&items[i].list, &head);
		else
			list_add_tail(&items[i].list, &head);
	}
	list_for_each_entry(pos, &head, list)
		note(pos->value);
	list_for_each_entry_safe(pos, next, &head, list)
		if (pos->value > 2)
			list_move_tail(&pos->list, &other);
	list_splice_init(&other, &head);
	list_for_each_entry_reverse(pos, &head, list)
		note(pos->value);
	return noted();
}

u32 list_ends(void)
{
	LIST_HEAD(head);
	u32 before = !list_first_entry_or_null(&head, struct item, list);

	list_add(&items[0].list, &head);
	list_add(&items[1].list, &head);
	note(before);
	note(list_first_entry_or_null(&head, struct item, list) == &items[1]);
	note(list_last_entry(&head, struct item, list) == &items[0]);
	list_del_init(&items[1].list);
	note(list_is_singular(&head));
	note(list_empty(&items[1].list));
	return noted();
}

u32 hlist_order(void)
{
	HLIST_HEAD(head);
	struct hlist_node *next;
	struct item *pos;
	u32 i;

	for (i = 0; i < 3; i++) {
		items[i].value = i + 1;
		hlist_add_head(&items[i].hash, &head);
	}
	hlist_for_each_entry_safe(pos, next, &head, hash) {
		note(pos->value);
		if (pos->value == 2)
			hlist_del_init(&pos->hash);
	}
	hlist_for_each_entry(pos, &head, hash)
		note(pos->value);
	note(hlist_unhashed(&items[1].hash));
	return noted();
}

u32 llist_order(void)
{
	LLIST_HEAD(head);
	struct item *pos, *next;
	u32 i;

	for (i = 0; i < 3; i++) {
		items[i].value = i + 1;
		note(llist_add(&items[i].node, &head));
	}
	note(llist_entry(llist_del_first(&head), struct item, node)->value);
	llist_for_each_entry_safe(pos, next, llist_reverse_order(llist_del_all(&head)), node)
		note(pos->value);
	note(llist_empty(&head));
	return noted();
}

u32 compare_and_swap(void)
{
	u32 word = 5, expected = 4;

	note(cmpxchg(&word, 5, 6));
	note(word);
	note(cmpxchg(&word, 5, 7));
	note(word);
	note(try_cmpxchg(&word, &expected, 8));
	note(expected);
	note(try_cmpxchg(&word, &expected, 9));
	note(xchg(&word, 3));
	note(word);
	return noted();
}

u32 atomic_values(void)
{
	atomic_t a = ATOMIC_INIT(3);
	atomic64_t b = ATOMIC64_INIT(1);

	note(atomic_fetch_add(2, &a));
	note(atomic_sub_return(1, &a));
	note(atomic_dec_if_positive(&a));
	note(atomic_fetch_add_unless(&a, 5, 3));
	note(atomic_read(&a));
	note((u32)atomic64_fetch_xor(3, &b));
	note((u32)atomic64_read(&b));
	note(atomic_inc_and_test(&a));
	return noted();
}

static u32 leave_early(void)
{
	guard(raw_spinlock_irqsave)(&lock);
	if (raw_spin_is_locked(&lock) && irqs_disabled())
		return 1;
	return 0;
}

u32 guard_ends(void)
{
	note(leave_early());
	note(raw_spin_is_locked(&lock));
	note(irqs_disabled());
	scoped_guard(irqsave) {
		note(irqs_disabled());
		break;
	}
	note(irqs_disabled());
	return noted();
}

static u32 try_mutex(void)
{
	scoped_cond_guard(mutex_try, return 2, &mutex)
		return 1;
	return 3;
}

u32 conditional_guard(void)
{
	note(try_mutex());
	note(mutex_is_locked(&mutex));
	mutex_lock(&mutex);
	note(try_mutex());
	mutex_unlock(&mutex);
	return noted();
}

static struct item *released;

DEFINE_FREE(item, struct item *, released = _T)

static struct item *pick(bool keep)
{
	struct item *mine __free(item) = &items[2];

	if (keep)
		return_ptr(mine);
	return NULL;
}

u32 free_at_end(void)
{
	released = NULL;
	note(pick(true) == &items[2]);
	note(!released);
	note(!pick(false));
	note(released == &items[2]);
	return noted();
}

u32 fields(void)
{
	note(FIELD_GET(GENMASK(7, 4), 0x53u));
	note(FIELD_PREP(GENMASK(7, 4), 5u) == 0x50);
	note(FIELD_FIT(GENMASK(3, 0), 16u));
	note(clamp(12, 1, 9));
	note(min3(4, 3, 8));
	note(round_up(5, 4));
	note(umax(2u, 7ul));
	return noted();
}

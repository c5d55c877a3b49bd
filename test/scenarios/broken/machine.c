// SPDX-License-Identifier: MIT
/* What the machine itself reports, each broken and mended. */
#include <linux/bug.h>
#include <ptelab/scenario.h>

/* A null pointer with the offset of a field. */

static u32 *null_field, some_word;

void oops_broken(void)
{
	lab_result[0] = READ_ONCE(*(null_field + 2));
}

void oops_mended(void)
{
	lab_result[0] = READ_ONCE(some_word);
}

/* An arena pointer that recovery does not cover, since no program runs. */

void oops__no_program_broken(void)
{
	kfunc_read(0);
}

void oops__no_program_mended(void)
{
	program_begin();
	kfunc_read(0);
	program_end();
}

void bug_broken(void)
{
	BUG_ON(leaf_is_none(0));
}

void bug_mended(void)
{
	BUG_ON(!leaf_is_none(0));
}

void wild_store_broken(void)
{
	WRITE_ONCE(lab_control.request, LAB_STOP);
}

void wild_store_mended(void)
{
	WRITE_ONCE(some_word, LAB_STOP);
}

/* A page-table page above the leaves. */

void wild_store__table_broken(void)
{
	WRITE_ONCE(*(u64 *)init_mm.pgd, 0);
}

void wild_store__table_mended(void)
{
	lab_result[0] = (u32)READ_ONCE(*(u64 *)init_mm.pgd);
}

/* After a step that others can see, and as the very first thing. */

void endless_loop_broken(void)
{
	leaf_of(0);
	for (;;)
		;
}

void endless_loop_mended(void)
{
	leaf_of(0);
}

void endless_loop__at_once_broken(void)
{
	for (;;)
		;
}

void endless_loop__at_once_mended(void)
{
}

/* With local variables, which nobody else can see. */

static void turn(u32 times)
{
	volatile u32 turns = 0;

	leaf_of(0);
	while (turns < times)
		turns++;
}

void endless_loop__local_variables_broken(void)
{
	turn(~0u);
}

void endless_loop__local_variables_mended(void)
{
	turn(100);
}

static noinline u32 go_down(u32 levels)
{
	volatile u32 here[16];

	here[levels % 16] = levels;
	return levels ? go_down(levels - 1) + here[levels % 16] : 0;
}

void stack_overflow_broken(void)
{
	leaf_of(0);
	lab_result[0] = go_down(1000);
}

void stack_overflow_mended(void)
{
	leaf_of(0);
	lab_result[0] = go_down(10);
}

/* One CPU is handed the address of another's local variable. */

static u32 handed_over, *handed;

static void hand_over(u32 *word)
{
	WRITE_ONCE(handed, word);
	WRITE_ONCE(handed_over, 1);
}

void shared_stack_broken(void)
{
	volatile u32 local = 0;

	hand_over((u32 *)&local);
	lab_result[0] = local;
}

void shared_stack_mended(void)
{
	hand_over(&some_word);
}

void shared_stack_other(void)
{
	block_until(&handed_over, 1);
	WRITE_ONCE(*READ_ONCE(handed), 1);
}

// SPDX-License-Identifier: MIT
/* C3: a fault while another CPU keeps the arena's lock, which it will not let go before the faulting CPU is through. */
#include <ptelab/scenario.h>

static u32 through;

void c3_fault(void)
{
	program_begin();
	kfunc_read(0);
	program_end();
	WRITE_ONCE(through, 1);
}

void c3_keep_lock(void)
{
	unsigned long flags;

	if (raw_res_spin_lock_irqsave(&the_arena->spinlock, flags))
		return;
	block_until(&through, 1);
	raw_res_spin_unlock_irqrestore(&the_arena->spinlock, flags);
}

/**
 * The few kernel headers that an architecture's `pgtable.h` and walker include, cut down to what the tests need, so
 * that they can be compiled on their own. The trace hooks are left to whoever links; exchanges are counted. Those of
 * `asm-generic/`, the shared part of every `pgtable.h`, are the kernel's own.
 */
import {readdirSync, readFileSync} from 'node:fs';

const generic = new URL('../../../source/kernel/include/asm-generic/', import.meta.url);

export const stubHeaders: Record<string, string> = {
	...Object.fromEntries(
		readdirSync(generic).map(name => [`asm-generic/${name}`, readFileSync(new URL(name, generic), 'utf8')]),
	),
	'linux/types.h': `#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H
#include <stdbool.h>
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef u64 __attribute__((aligned(8))) aligned_u64;
#ifndef __always_inline
#define __always_inline inline __attribute__((__always_inline__))
#endif
#endif
`,
	'linux/compiler.h': `#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H
#define READ_ONCE(x) (*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, val) do { *(volatile typeof(x) *)&(x) = (val); } while (0)
#endif
`,
	'ptelab/trace.h': `#ifndef _PTELAB_TRACE_H
#define _PTELAB_TRACE_H
#include <linux/types.h>
void lab_pte_stored(void *ptep, u64 old, u64 new);
void lab_pte_try_set_result(void *ptep, u64 found, u64 new, bool done);
void lab_access_point(void);
static __always_inline void lab_entry_begin(void) { lab_access_point(); }
extern unsigned long exchanges;
static __always_inline u64 lab_pte_exchange64(void *ptep, u64 new)
{
	exchanges++;
	return __atomic_exchange_n((u64 *)ptep, new, __ATOMIC_SEQ_CST);
}
#endif
`,
};

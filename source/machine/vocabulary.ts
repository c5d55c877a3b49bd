/**
 * The words that the C side and the TypeScript side share: each list is an enumeration whose order is the number used
 * in memory (docs/machine.md). The C header `ptelab/vocabulary.h` is generated from these lists.
 */

/** Counters of each CPU (design.md section 2). */
export const counters = [
	{id: 'installs', text: 'entries made valid for an allocated page'},
	{id: 'clears', text: 'entries of allocated pages cleared'},
	{id: 'try_set_lost', text: 'ptep_try_set() that found the entry occupied (or has no implementation)'},
	{id: 'scratch_installs', text: 'entries filled with the scratch page'},
	{
		id: 'scratch_collisions',
		text: 'scratch entries met by a set, a clear or a user fault (sum of the next six)',
	},
	{id: 'set_hit_scratch', text: 'an allocation found scratch in its slot'},
	{id: 'set_overwrote_scratch', text: 'an allocation stored over a scratch entry without clearing it first'},
	{id: 'set_refused_scratch', text: 'an allocation failed because of a scratch entry'},
	{id: 'set_replaced_scratch', text: 'an allocation cleared a scratch entry and installed its page'},
	{id: 'clear_hit_scratch', text: 'a free found scratch in a slot'},
	{id: 'user_hit_scratch', text: 'a user fault found scratch in a slot'},
	{id: 'faults', text: 'page faults of all kinds'},
	{id: 'refaults', text: 'faults at the address that had just been handled'},
	{id: 'ext_fixups', text: 'BPF accesses ended by the exception table'},
	{id: 'violations', text: 'violations reported to a program stream'},
	{id: 'unloads', text: 'programs unloaded for too many violations'},
	{id: 'tlb_flushes', text: 'flush requests for kernel or user ranges'},
	{id: 'tlb_hits', text: 'translations found in the TLB'},
	{id: 'tlb_misses', text: 'translations that needed a walk'},
	{
		id: 'stale_uses',
		text: 'accesses through a TLB entry to a freed page or to another page than the table maps',
	},
	{
		id: 'bbm_violations',
		text: 'live entries repointed without break-before-make, where the architecture demands it',
	},
	{id: 'split_views', text: 'installs while another CPU still held a different translation of the address'},
	{id: 'oopses', text: 'kernel accesses that nothing recovered'},
	{id: 'alloc_failures', text: 'allocations that failed'},
	{id: 'pages_allocated', text: 'pages taken for the arena'},
	{id: 'pages_freed', text: 'arena pages given back'},
	{id: 'double_frees', text: 'pages freed that were already free'},
	{id: 'user_faults', text: 'page faults of the user mapping'},
	{id: 'operations', text: 'top-level operations done'},
	{id: 'lockups', text: 'endless refaults or lock-ups ended by the watchdog'},
	{id: 'lock_failures', text: 'rqspinlock attempts that failed (A-A or time-out)'},
	{id: 'deferred_frees', text: 'frees handed to the worker'},
	{id: 'corruptions', text: 'words of correct programs that did not hold what was written'},
] as const;

export type CounterId = (typeof counters)[number]['id'];
export const counterIds: readonly CounterId[] = counters.map(counter => counter.id);

/** What a CPU is doing. */
export const cpuStates = [
	'offline',
	'idle',
	'program',
	'kfunc',
	'alloc',
	'free',
	'worker',
	'fault',
	'user',
	'lock_wait',
	'flush_wait',
	'dead',
] as const;
export type CpuState = (typeof cpuStates)[number];

/** Kinds of records in the stream. */
export const streamKinds = [
	'none',
	'bpf_read_violation',
	'bpf_write_violation',
	'kernel_read_violation',
	'kernel_write_violation',
	'unload',
	'oops',
	'lockup',
	'alloc_failed_scratch',
	'double_free',
	'bbm_violation',
	'stale_use',
	'warn',
	'deadlock',
] as const;
export type StreamKind = (typeof streamKinds)[number];

/** What last happened to an arena page's entry. */
export const heatKinds = ['none', 'set', 'clear', 'scratch', 'collision', 'fault'] as const;
export type HeatKind = (typeof heatKinds)[number];

/** State of a page frame. */
export const pageStates = ['free', 'table', 'arena', 'scratch', 'reserved'] as const;
export type PageState = (typeof pageStates)[number];

/** Kinds of oops, the argument of trap code 1. */
export const oopsKinds = ['unhandled_fault', 'null', 'alignment', 'bus', 'user_fault'] as const;

/** Text of the kernel's arena.c that has no place in the lab, so that a whole file can be given as it is. */
import {type Item, mentions} from './user-unit-scan.ts';

/** Functions around the arena rather than in it: the map, the mappings of processes, registration, reports. */
const elsewhere: readonly string[] = [
	'__bpf_prog_report_arena_violation',
	'arena_free_irq',
	'arena_get_unmapped_area',
	'arena_reserve_pages',
	'arena_vm_close',
	'arena_vm_may_split',
	'arena_vm_mremap',
	'arena_vm_open',
	'bpf_arena_alloc_pages',
	'bpf_arena_alloc_pages_non_sleepable',
	'bpf_arena_alloc_pages_sleepable',
	'bpf_arena_free_pages',
	'bpf_arena_free_pages_non_sleepable',
	'bpf_arena_get_kern_vm_start',
	'bpf_arena_get_user_vm_start',
	'bpf_arena_map_kern_vm_start',
	'bpf_arena_reserve_pages',
	'bpf_prog_arena',
	'bpf_prog_report_arena_violation',
	'existing_page_cb',
	'kfunc_init',
	'populate_pgtable_except_pte',
	'remember_vma',
	'zap_pages',
];

/** Tables of those functions, and sizes that follow from the machine. */
const tables: readonly string[] = [
	'arena_map_ops',
	'arena_vm_ops',
	'common_kfunc_set',
	'bpf_arena_map_btf_ids',
];
const macros: readonly string[] = ['GUARD_SZ', 'KERN_VM_SZ'];

/** Whether an item of the user's text is left out because the lab has its own, or nothing to put there. */
export function isElsewhere(item: Item): boolean {
	switch (item.kind) {
		case 'function':
		case 'prototype':
			return elsewhere.includes(item.name) || item.name.startsWith('arena_map_');
		case 'macro':
			return macros.includes(item.name);
		case 'struct':
			return item.name === 'vma_list';
		case 'other':
			return [...tables, 'kfunc_init'].some(name => mentions(item, name));
		case 'include':
		case 'directive':
			return false;
	}
}

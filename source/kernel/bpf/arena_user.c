// SPDX-License-Identifier: MIT
/* What memory management does around arena_vm_fault(): finds the mapping, and maps the page the arena has found. */
#include <linux/bpf_arena.h>
#include <ptelab/fault.h>

int arena_vm_fault_entry(unsigned long address, bool write)
{
	struct vm_area_struct *vma = &arena_user_vma;
	struct vm_fault vmf = {
		.vma = vma,
		.address = address,
		.flags = write ? FAULT_FLAG_WRITE : 0,
	};
	vm_fault_t result;

	if (address < vma->vm_start || address > vma->vm_end - 1)
		return VM_FAULT_SIGSEGV;
	vmf.pgoff = (address - vma->vm_start) >> PAGE_SHIFT;

	result = arena_vm_fault(&vmf);
	if (result || !vmf.page)
		return result;

	/*
	 * The arena's lock is not held any more: the page may have been freed since, and its mappings taken away before
	 * this one is made (claim C52).
	 */
	lab_access_point();
	result = vmf_insert_page(vma, address, vmf.page);
	put_page(vmf.page);

	/* What update_mmu_cache() is for: this CPU may remember that nothing was mapped there. */
	if (LAB_NOT_PRESENT_CACHED == 1)
		local_flush_tlb_page(address);
	return result;
}

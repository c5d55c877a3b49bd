/**
 * What a user's C file may define in place of the lab's, and how the rest of the kernel gets to call it: the user's function
 * keeps its name for people and gets another one for the linker, and an adapter with the linker's name calls it. So it may be
 * static, and may have the parameters that it had in an older kernel.
 */
import {slots} from './build-image.ts';
import type {SourceTree} from './unit-compiler.ts';
import {type Item, scanItems} from './user-unit-scan.ts';
import {cString} from './user-unit-structs.ts';

/** A function that the user may define. */
export interface Overridable {
	name: string;
	/** Symbol that the rest of the kernel calls. */
	symbol: string;
	/** Text of its return type. */
	returns: string;
	/** Its parameters in today's form. */
	parameters: readonly {text: string; name: string}[];
	/** Numbers of parameters that other versions of the kernel have had. */
	older: readonly number[];
	/** Whether it is a helper of the page tables rather than a slot. */
	isHelper: boolean;
}

/** Helpers of the page tables that the callbacks of all variants use. The last is the first by its old name. */
const helpers = [
	{name: 'ptep_try_set', symbol: 'ptep_try_set', text: 'bool ptep_try_set(pte_t *ptep, pte_t new);'},
	{
		name: 'flush_tlb_before_set',
		symbol: 'flush_tlb_before_set',
		text: 'void flush_tlb_before_set(unsigned long addr);',
	},
	{name: 'ptep_try_install', symbol: 'ptep_try_set', text: 'bool ptep_try_install(pte_t *ptep, pte_t new);'},
];

/** Before 2026 neither knew whether it may sleep; the fault handler was first drafted without the instruction. */
const olderParameters: Readonly<Record<string, readonly number[]>> = {
	arena_alloc_pages: [4],
	arena_free_pages: [3],
	bpf_arena_handle_page_fault: [2],
};

/** Everything that can be defined, with the form that the kernel's headers give it. */
export function overridables(kernel: SourceTree): Overridable[] {
	const prototypes = new Map(
		['include/linux/bpf_arena.h', 'include/linux/bpf.h'].flatMap(path => {
			const text = kernel[path] ?? '';
			return scanItems(text)
				.filter(({kind}) => kind === 'prototype')
				.map(item => [item.name, {item, text}] as const);
		}),
	);

	return [
		...slots.flatMap(name => {
			const found = prototypes.get(name);
			return found === undefined ? [] : [overridable(found.item, found.text, name, false)];
		}),
		...helpers.flatMap(({symbol, text}) =>
			scanItems(text).map(item => overridable(item, text, symbol, true)),
		),
	];
}

function overridable(item: Item, text: string, symbol: string, isHelper: boolean): Overridable {
	return {
		name: item.name,
		symbol,
		returns: text.slice(item.start, item.nameAt).trim(),
		parameters: item.parameters.map(parameter => ({
			text: parameter,
			name: /\w+$/.exec(parameter.replaceAll(/\s__maybe_unused/g, ''))?.[0] ?? '',
		})),
		older: olderParameters[item.name] ?? [],
		isHelper,
	};
}

/** `int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)`, for people. */
export function signatureText({name, returns, parameters}: Overridable): string {
	const gap = returns.endsWith('*') ? '' : ' ';

	return `${returns}${gap}${name}(${parameters.map(({text}) => text).join(', ')})`;
}

/** Symbol of the user's own function, which only the adapter calls from outside. */
export function userSymbol(name: string): string {
	return `user.${name}`;
}

/** Macro that says that one of the user's definitions was compiled: it may stand between #if and #endif. */
export function definedMacro(name: string, index: number): string {
	return `LAB_USER_HAS_${name}_${index}`;
}

/** How the arguments of a call from the rest of the kernel become those of the user's function. */
export interface AdapterWishes {
	/** The user's clear callback takes the list itself, as before the series. */
	takesList: boolean;
	/** The user's mapping function asks for the file of the mapping. */
	wantsFile: boolean;
	/** Struct that `data` points to, when the user's has members that the lab's has not. */
	widened: string | null;
}

/** C text of the adapter for one definition, on one line so that diagnostics show the user's. */
export function adapterText(
	target: Overridable,
	item: Item,
	index: number,
	path: string,
	wishes: AdapterWishes,
): string {
	const {name, symbol, returns, parameters} = target;
	const header = `${returns} lab_adapter_${name}(${parameters.map(({text}) => text).join(', ')})`;
	const body = adapterBody(target, item.parameters.length, wishes);

	return [
		`#ifdef ${definedMacro(name, index)}`,
		`#line ${item.line} ${cString(path)}`,
		`__attribute__((__nodebug__)) ${header} __asm__(${cString(symbol)});`,
		`#line ${item.line} ${cString(path)}`,
		`__attribute__((__nodebug__)) ${header} { ${body} }`,
		'#endif',
	].join('\n');
}

function adapterBody(target: Overridable, taken: number, wishes: AdapterWishes): string {
	const {name, returns} = target;
	const names = target.parameters.map(parameter => parameter.name);
	const result = returns === 'void' ? '' : 'return ';
	const call = `${name}(${names.slice(0, taken).join(', ')})`;

	if (name === 'arena_free_pages' && taken < names.length) {
		// Such a free waits for other CPUs whenever it is called.
		const [arena = '', uaddr = '', count = '', sleepable = ''] = names;
		return (
			`if (${sleepable}) { ${call}; return; } ` +
			`if (arena_clip_range(${arena}, ${uaddr}, &${count})) ` +
			`arena_defer_free(${arena}, (u32)${uaddr} & PAGE_MASK, (u32)${count});`
		);
	}

	if (name === 'apply_range_clear_cb' && wishes.takesList) {
		const [pte = '', addr = '', data = ''] = names;
		return `return ${name}(${pte}, ${addr}, ${data} ? ((struct clear_range_data *)${data})->free_pages : NULL);`;
	}

	if (wishes.widened !== null) {
		const [pte = '', addr = '', data = ''] = names;
		const bytes = `sizeof(struct lab_${wishes.widened})`;
		return (
			`struct ${wishes.widened} all; int ret; if (!${data}) return ${name}(${pte}, ${addr}, ${data}); ` +
			`__builtin_memset(&all, 0, sizeof(all)); __builtin_memcpy(&all, ${data}, ${bytes}); ` +
			`ret = ${name}(${pte}, ${addr}, &all); __builtin_memcpy(${data}, &all, ${bytes}); return ret;`
		);
	}

	if (name === 'arena_vm_fault' && wishes.wantsFile) {
		const [vmf = ''] = names;
		return (
			`struct bpf_arena *arena = ${vmf}->vma->vm_private_data; struct file file = { .private_data = &arena->map }; ` +
			`struct vm_area_struct vma = *${vmf}->vma; struct vm_fault copy = *${vmf}; vm_fault_t ret; ` +
			`vma.vm_file = &file; copy.vma = &vma; ret = ${name}(&copy); ${vmf}->page = copy.page; return ret;`
		);
	}

	return `${result}${call};`;
}

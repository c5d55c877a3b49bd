import type {Scenario} from './scenario.ts';

/** The installer that C10 rules out: one that acts on more than empty entries. */
export const c10InstallWithoutLock: Scenario = {
	id: 'C10-install-without-lock',
	title: 'a page is put in place of scratch without the lock while the entry is cleared',
	claims: ['C10', 'C5'],
	file: 'c10-install-without-lock.c',
	setup: 'c10_install_setup',
	processes: [
		{name: 'clear', function: 'c10_clear_locked', role: 'cpu'},
		{name: 'install', function: 'c10_install_unlocked', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'generic'],
	variants: ['V1', 'Vt', 'V2', 'VM', 'VJ', 'VL'],
	expectations: [
		{
			variants: ['V1', 'Vt'],
			expected: 'violated',
			property: 'page-leak',
			reference: 'C10, condition dropped: what came after the read is lost',
		},
		{
			archs: ['generic'],
			expected: 'open',
			reference: 'C10, condition dropped; arch-facts 2: the clear is not atomic here',
		},
		{expected: 'holds', reference: 'C10, condition dropped: an exchange loses nothing'},
	],
	programs: [],
	counters: [],
};

/**
 * The BPF programs that come with the lab, in the order in which they are shown. The well-behaved ones check what they
 * wrote; each of the ten buggy ones has a key that injects it.
 */

/** One program. */
export interface ProgramSource {
	/** Name on the command line and in the tables. */
	id: string;
	/** C file in this folder; its entry is the function `program`. */
	file: string;
	kind: 'good' | 'buggy';
	/** Key that injects it, '' where it is loaded from the start. */
	key: string;
	/** What it does, in one line. */
	text: string;
	/** Claims it lets one see. */
	claims: readonly string[];
	/** Where it is attached: to the workload of any CPU, or to the page allocator's tracepoint. */
	runsOn: 'any' | 'tracepoint';
}

/** Well-behaved ones first, then the buggy ones in the order of their keys. */
export const programs: readonly ProgramSource[] = [
	{
		id: 'churn',
		file: 'churn.c',
		kind: 'good',
		key: '',
		text: 'allocates, writes, checks, hands to a kfunc and frees',
		claims: ['C25', 'C32', 'C34'],
		runsOn: 'any',
	},
	{
		id: 'producer-consumer',
		file: 'producer-consumer.c',
		kind: 'good',
		key: '',
		text: 'passes pages from CPU to CPU through a ring in the arena',
		claims: ['C33', 'C34'],
		runsOn: 'any',
	},
	{
		id: 'batch',
		file: 'batch.c',
		kind: 'good',
		key: '',
		text: 'allocates several pages at once and frees them in pieces',
		claims: ['C25', 'C32', 'C34'],
		runsOn: 'any',
	},
	{
		id: 'one-past-end',
		file: 'one-past-end.c',
		kind: 'buggy',
		key: '1',
		text: 'hands a kfunc the address one past the end of its allocation',
		claims: ['C5', 'C6', 'C9', 'C32'],
		runsOn: 'any',
	},
	{
		id: 'use-after-free',
		file: 'use-after-free.c',
		kind: 'buggy',
		key: '2',
		text: 'uses pages after it has freed them',
		claims: ['C14', 'C32', 'C40'],
		runsOn: 'any',
	},
	{
		id: 'wild-pointer',
		file: 'wild-pointer.c',
		kind: 'buggy',
		key: '3',
		text: 'hands a kfunc a pointer made of random bits',
		claims: ['C4', 'C17', 'C24'],
		runsOn: 'any',
	},
	{
		id: 'guard-overrun',
		file: 'guard-overrun.c',
		kind: 'buggy',
		key: '4',
		text: 'lets a kfunc run from the last bytes of the 4 GiB into the guard',
		claims: ['C41', 'C44'],
		runsOn: 'any',
	},
	{
		id: 'below-base',
		file: 'below-base.c',
		kind: 'buggy',
		key: '5',
		text: 'lets a kfunc read below the first byte, which is not recovered',
		claims: ['C41'],
		runsOn: 'any',
	},
	{
		id: 'double-free',
		file: 'double-free.c',
		kind: 'buggy',
		key: '6',
		text: 'frees its pages twice',
		claims: ['C11', 'C34', 'C36'],
		runsOn: 'any',
	},
	{
		id: 'free-never-allocated',
		file: 'free-never-allocated.c',
		kind: 'buggy',
		key: '7',
		text: 'frees ranges it never allocated, some with scratch in them',
		claims: ['C11', 'C36', 'C53'],
		runsOn: 'any',
	},
	{
		id: 'free-while-kfunc',
		file: 'free-while-kfunc.c',
		kind: 'buggy',
		key: '8',
		text: 'allocates and frees pages while kfuncs on other CPUs write to them',
		claims: ['C5', 'C7', 'C14', 'C33', 'C35'],
		runsOn: 'any',
	},
	{
		id: 'tracepoint-in-lock',
		file: 'tracepoint-in-lock.c',
		kind: 'buggy',
		key: '9',
		text: 'faults in the page allocator, under the lock of its own arena',
		claims: ['C1', 'C2', 'C5', 'C14'],
		runsOn: 'tracepoint',
	},
	{
		id: 'direct-store',
		file: 'direct-store.c',
		kind: 'buggy',
		key: '0',
		text: 'stores to pages that are not there, without a kfunc',
		claims: ['C40', 'C43'],
		runsOn: 'any',
	},
];

/** Flags of `explore`, `check` and `merge`. */
import {candidates} from '../arch/candidates.ts';
import {environmentIds} from '../scenarios/scenario.ts';
import type {Flag} from './commands.ts';

/** Variant that a user's file is a change to. */
export const defaultBase = 'VJ';
/** Bytes that a search may take for its tables, in MB. */
export const defaultMemory = 1024;
/** Most worker threads that are started without being asked for. */
export const mostJobs = 8;

export const traceChoices = ['none', 'unexpected', 'all'] as const;
export type TraceChoice = (typeof traceChoices)[number];

export const reportFormats = ['table', 'markdown', 'csv', 'ktap'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** With so few cases, the traces of all that are violated are printed. */
export const fewCases = 6;

const large = 2 ** 40;

/** Which part of which searches, how far, and how. */
export const searchFlags: readonly Flag[] = [
	{
		name: 'env',
		kind: {type: 'list', placeholder: 'id,...|none'},
		default: 'as each scenario has it',
		text: `what the surroundings may do at any moment: ${environmentIds.join(', ')}, or 'none'`,
	},
	{
		name: 'no-reduction',
		kind: {type: 'boolean'},
		text: 'every access is a step and every order is tried: the same verdicts, with many more states',
	},
	{
		name: 'states',
		kind: {type: 'integer', placeholder: 'n', minimum: 1, maximum: large},
		default: 'no limit',
		text: 'most states of a case; beyond, its verdict is bounded',
	},
	{
		name: 'seconds',
		short: 's',
		kind: {type: 'decimal', placeholder: 's', maximum: 86400},
		default: 'no limit',
		text: 'most seconds of a case, above 0 and up to 86400; beyond, its verdict is bounded',
	},
	{
		name: 'memory',
		kind: {type: 'integer', placeholder: 'MB', minimum: 1, maximum: 1_000_000},
		default: String(defaultMemory),
		text: "most memory of a case's search, in MB; beyond, its verdict is bounded",
	},
	{
		name: 'simulate',
		kind: {type: 'integer', placeholder: 'n', minimum: 1, maximum: large},
		text: 'so many random schedules of each case instead of all; if none is bad, the verdict is sampled',
	},
	{
		name: 'pct',
		kind: {type: 'integer', placeholder: 'depth', minimum: 1, maximum: 1000},
		text: 'with --simulate: schedules by priorities, which meet a bug of so many steps in order with a known chance',
	},
	{
		name: 'seed',
		kind: {type: 'integer', placeholder: 'n', minimum: 0, maximum: 0xffffffff},
		default: '1',
		text: 'with --simulate: the seed of all schedules, 0 to 4294967295',
	},
	{
		name: 'shard',
		kind: {type: 'word', placeholder: 'k/n'},
		text: 'only part k of n of every search, for several machines; ptelab merge joins what --out wrote',
	},
	{
		name: 'replay',
		kind: {type: 'word', placeholder: 'token'},
		text: 'take the steps of a token, of one case, instead of a search; says at which step it parts from an edited kernel',
	},
	{
		name: 'jobs',
		short: 'j',
		kind: {type: 'integer', placeholder: 'n', minimum: 1, maximum: 256},
		default: `the number of cores, up to ${mostJobs}`,
		text: 'worker threads, 1 to 256',
	},
	{
		name: 'progress',
		kind: {type: 'boolean'},
		text: 'progress on standard error also where that is no terminal',
	},
];

/** How reports are written. */
export const reportFlags: readonly Flag[] = [
	{
		name: 'traces',
		kind: {type: 'word', placeholder: traceChoices.join('|'), choices: traceChoices},
		default: `all of up to ${fewCases} cases, else unexpected`,
		text: 'of which violated cases the trace is printed',
	},
	{name: 'all-traces', kind: {type: 'boolean'}, text: 'the same as --traces all'},
	{
		name: 'outcomes',
		kind: {type: 'boolean'},
		text: 'the final states of every case, with how they are reached',
	},
	{
		name: 'format',
		kind: {type: 'word', placeholder: reportFormats.join('|'), choices: reportFormats},
		default: 'table',
		text: 'how the answer is written; ktap is the form of the kernel for test results',
	},
	{name: 'json', kind: {type: 'boolean'}, text: 'one JSON document instead of text (docs/json.md)'},
	{
		name: 'out',
		short: 'o',
		kind: {type: 'word', placeholder: 'file.json'},
		text: 'also write the JSON document to a file',
	},
	{name: 'help', short: 'h', kind: {type: 'boolean'}, text: 'show this help'},
];

export const archFlag: Flag = {
	name: 'arch',
	short: 'a',
	kind: {type: 'list', placeholder: 'a,b'},
	default: 'those of the build',
	text: "architectures; 'all' for every mode, 'each' for one of each architecture: what the build has no image of is compiled first (ptelab list archs)",
};

/** Which form of ptep_try_set() the machines have. */
export const candidateFlag: Flag = {
	name: 'candidate',
	kind: {type: 'word', placeholder: 'upstream|naive|right', choices: candidates.map(({id}) => id)},
	default: 'upstream',
	text: "page-table helpers: upstream's, a naive compare-and-exchange, or what is right for the architecture; VJ+naive as a variant says the same",
};

export const variantsFlag: Flag = {
	name: 'variant',
	short: 'v',
	kind: {type: 'list', placeholder: 'v,w|file.c'},
	default: 'all',
	text: "designs of the callbacks (ptelab list variants), 'all' for every one, or a C file of your own",
};

export const baseFlag: Flag = {
	name: 'base',
	short: 'b',
	kind: {type: 'word', placeholder: 'id'},
	default: defaultBase,
	text: 'variant that everything comes from which your file does not define',
};

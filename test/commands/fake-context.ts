/** A context whose outputs are strings and whose files are a map. */
import type {Arch} from '../../source/arch/arch.ts';
import type {Catalog} from '../../source/commands/catalog.ts';
import type {Context, Output} from '../../source/commands/context.ts';
import {runCommandLine} from '../../source/commands/run-command-line.ts';
import {CompileFailure} from '../../source/commands/usage-error.ts';
import type {BootStill} from '../../source/machine/still-machine.ts';
import type {Scenario} from '../../source/scenarios/scenario.ts';
import type {TuiOptions} from '../../source/ui/options.ts';
import {createFakeExplorer, type FakeExplorer, type FakeExplorerOptions} from './fake-explorer.ts';
import {createFakeLab, type FakeLab, type FakeOptions} from './fake-session.ts';

export interface Run {
	status: number;
	stdout: string;
	stderr: string;
	lab: FakeLab;
	explorer: FakeExplorer;
	/** Files that were written, by path. */
	files: Map<string, string>;
	/** The same of those that are no text. */
	binaryFiles: Map<string, Uint8Array>;
	/** What the terminal UI was started with. */
	tuis: TuiOptions[];
}

export interface RunOptions extends FakeOptions {
	isTerminal?: boolean;
	columns?: number;
	files?: Record<string, string>;
	binaryFiles?: Record<string, Uint8Array>;
	/** What there is instead of the fake catalog. */
	catalog?: Catalog;
	/** Boots machines that stand still. */
	bootStill?: BootStill;
	colour?: boolean;
	/** Signal number that comes at the first wait. */
	interrupt?: number;
	/** Signal 2 comes when so many cases are finished. */
	interruptAfter?: number;
	/** What the explorer finds. */
	explorer?: FakeExplorerOptions;
	/** Whether standard error is a terminal. */
	stderrIsTerminal?: boolean;
	/** What the terminal UI does until the user leaves. */
	tui?: (options: TuiOptions) => Promise<number>;
}

/** Runs a command line as the program would. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Run> {
	const controller = new AbortController();
	const lab = createFakeLab({
		...options,
		onWait(now) {
			options.onWait?.(now);
			if (options.interrupt !== undefined) {
				controller.abort();
			}
		},
	});
	const explorer = createFakeExplorer({
		...options.explorer,
		onReport(finished) {
			if (finished === options.interruptAfter) {
				controller.abort();
			}
		},
	});
	const files = new Map(Object.entries(options.files ?? {}));
	const binaryFiles = new Map(Object.entries(options.binaryFiles ?? {}));
	const tuis: TuiOptions[] = [];
	const stdout = createOutput(options);
	const stderr = createOutput({
		isTerminal: options.stderrIsTerminal ?? false,
		...(options.columns === undefined ? {} : {columns: options.columns}),
	});
	const context: Context = {
		...lab,
		stdout,
		stderr,
		stdinIsTerminal: options.isTerminal ?? false,
		version: '1.2.3',
		loadCatalog: async () => options.catalog ?? fakeCatalog,
		bootStill:
			options.bootStill ??
			(async () => {
				throw new Error('no image');
			}),
		async compileUser(user, archs) {
			const files = [...(user.variant === null ? [] : [user.variant]), ...user.programs];
			lab.calls.push(`compile ${files.map(file => file.id).join(',')} for ${archs.join(',')}`);
			const wrong = files.find(file => file.text.includes('!'));
			if (wrong !== undefined) {
				throw new CompileFailure(`${wrong.id}:1:1: error: expected identifier\n`, archs[0] ?? '');
			}

			return lab.startSession;
		},
		loadExplorer: async () => explorer.explorer,
		loadTui: async () => async tuiOptions => {
			tuis.push(tuiOptions);
			return options.tui?.(tuiOptions) ?? 0;
		},
		async readFile(path) {
			const text = files.get(path);
			if (text === undefined) {
				throw Object.assign(new Error('no such file'), {code: 'ENOENT'});
			}

			return text;
		},
		async writeFile(path, text) {
			if (path.startsWith('/nowhere/')) {
				throw new Error('no such folder');
			}

			files.set(path, text);
		},
		async readBytes(path) {
			const bytes = binaryFiles.get(path);
			if (bytes === undefined) {
				throw Object.assign(new Error('no such file'), {code: 'ENOENT'});
			}

			return bytes;
		},
		async writeBytes(path, bytes) {
			if (path.startsWith('/nowhere/')) {
				throw new Error('no such folder');
			}

			binaryFiles.set(path, bytes.slice());
		},
		async listFolder(path) {
			const inside = [...files.keys(), ...binaryFiles.keys()].filter(file => file.startsWith(`${path}/`));
			return inside.length === 0 ? null : inside.map(file => file.slice(path.length + 1));
		},
		async makeFolder() {},
		async interruptible(act) {
			const status = await act(controller.signal);
			return controller.signal.aborted ? 128 + (options.interrupt ?? 2) : status;
		},
	};
	const status = await runCommandLine(argv, context);
	return {status, stdout: stdout.text(), stderr: stderr.text(), lab, explorer, files, binaryFiles, tuis};
}

function createOutput(options: RunOptions): Output & {text(): string} {
	let written = '';
	return {
		write(text) {
			written += text;
		},
		isTerminal: options.isTerminal ?? false,
		columns: options.columns ?? 80,
		colour: options.colour ?? false,
		text: () => written,
	};
}

function fakeArch(id: string, facts: Partial<Arch>): Arch {
	return {
		id,
		family: id,
		text: `${id} for tests`,
		triple: `${id}-linux-gnu`,
		pointerBits: 64,
		bigEndian: false,
		notes: [],
		pageShift: 12,
		physOffset: 0n,
		vmallocStart: 0n,
		userStart: 0n,
		vaBits: 48,
		signExtended: true,
		levels: [],
		leafAddressMask: 0n,
		leafAddressShift: 0,
		fields: [],
		hardware: {
			valid: {mask: 1n, value: 1n},
			writable: {mask: 2n, value: 2n},
			user: null,
			accessedMask: 0n,
			dirtyMask: 0n,
			setsAccessedDirty: 'never',
		},
		pageKernel: 0n,
		pageUser: 0n,
		noneIgnores: 0n,
		notPresentCached: 'no',
		breakBeforeMake: false,
		flush: 'ipi',
		clear: 'atomic',
		upstream: {trySet: true, faultHook: true, arena: true},
		defines: {},
		vectors: [],
		...facts,
	};
}

const stub = {trySet: false, faultHook: false, arena: true};

function fakeScenario(id: string, facts: Partial<Scenario>): Scenario {
	return {
		id,
		title: `${id} for tests`,
		claims: [id.split('-')[0] ?? ''],
		file: 'c.c',
		processes: [],
		properties: [],
		environment: [],
		archs: ['x86_64', 'arm64', 'riscv64'],
		expectations: [{expected: 'holds', reference: 'the thread'}],
		programs: [],
		counters: [],
		...facts,
	};
}

/** Three scenarios: one with every kind of expectation, one of few variants, one with limits. */
export const fakeScenarios: readonly Scenario[] = [
	fakeScenario('C5-lost-scratch', {
		claims: ['C5', 'C6'],
		expectations: [
			{variants: ['VM'], expected: 'violated', property: 'lost-entry', reference: 'C5'},
			{archs: ['riscv64'], expected: 'open', reference: 'C22'},
			{expected: 'holds', reference: 'June fix'},
		],
	}),
	fakeScenario('C50-zap', {variants: ['VM', 'VJ'], archs: ['x86_64']}),
	fakeScenario('C34-range-returned', {
		limits: 'how often it happens',
		environment: ['tlb-eviction'],
		expectations: [{expected: 'violated', reference: 'PR 3826'}],
	}),
];

/** Four architectures, three variants, three scenarios and the programs that the commands name by default. */
export const fakeCatalog: Catalog = {
	archs: [
		fakeArch('x86_64', {}),
		fakeArch('arm64', {breakBeforeMake: true, flush: 'broadcast'}),
		fakeArch('arm64-nocontpte', {upstream: {...stub, faultHook: true}}),
		fakeArch('riscv64', {upstream: stub, flush: 'broadcast'}),
	],
	variants: [
		{id: 'V0', text: 'before the series', claims: ['C33'], upstream: 'until May'},
		{id: 'VM', text: 'as merged', claims: ['C9'], upstream: 'merged'},
		{id: 'VJ', text: 'the June fix', claims: ['C13'], upstream: 'merged'},
	],
	scenarios: fakeScenarios,
	properties: [{id: 'lost-entry', title: 'no entry is lost', text: 'a set entry stays until it is cleared'}],
	programs: [
		{id: 'churn', kind: 'good', key: '', text: 'allocates and frees', claims: []},
		{id: 'producer-consumer', kind: 'good', key: '', text: 'passes pages', claims: []},
		{id: 'batch', kind: 'good', key: '', text: 'several at once, "in pieces"', claims: []},
		{id: 'one-past-end', kind: 'buggy', key: '1', text: 'one past the end', claims: ['C9']},
		{id: 'use-after-free', kind: 'buggy', key: '2', text: 'after free', claims: ['C40']},
	],
};

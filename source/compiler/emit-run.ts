/**
 * The fast emitter: a linked program becomes one WebAssembly module that runs at full speed on shared memory, one
 * instance for each CPU.
 */
import {
	type Binaryen,
	type Expression,
	loadBinaryen,
	type Module,
	wasmType,
	wasmTypes,
} from './emit-binaryen.ts';
import {emitDispatch, resultType} from './emit-call.ts';
import {type ModuleContext, names} from './emit-context.ts';
import {emitFunction, emitStub} from './emit-function.ts';
import {manifestOf} from './emit-manifest.ts';
import {optimise, replaceFences} from './emit-optimise.ts';
import {createSites} from './emit-sites.ts';
import type {Image} from './image.ts';
import type {ValueType} from './ir/ir.ts';
import type {LinkedFunction, LinkedProgram} from './link-types.ts';

export interface EmitOptions {
	/** False leaves the module as it is made, for a look at it. Default true. */
	optimize?: boolean;
}

/**
 * Emits a program. Rejects when Binaryen is not installed, with a `LinkError` when an access needs a translate hook that
 * the core lacks, and with the name of the function where one does not validate (a fault of the intermediate form).
 *
 * The initial data is written by the module's start function, once for each memory: instances made later leave it alone.
 */
export async function emitRun(program: LinkedProgram, {optimize = true}: EmitOptions = {}): Promise<Image> {
	const api = await loadBinaryen();
	const module = new api.Module();
	try {
		const {sites, locations} = buildModule(api, module, program, () => true);
		if (!module.validate()) throw new Error(describeInvalid(api, program));
		if (optimize) optimise(api, module);
		replaceFences(api, module);
		return {
			wasm: module.emitBinary(),
			manifest: {
				...manifestOf(program),
				sites,
				locations,
			},
		};
	} finally {
		module.dispose();
	}
}

const wasmPage = 0x1_0000;

function buildModule(
	api: Binaryen,
	module: Module,
	program: LinkedProgram,
	isWanted: (fn: LinkedFunction) => boolean,
): ReturnType<ReturnType<typeof createSites>['finish']> {
	const sites = createSites(program);
	const context: ModuleContext = {api, module, program, sites};
	const {Features} = api;
	module.setFeatures(Features.Atomics | Features.BulkMemory | Features.SignExt | Features.MutableGlobals);
	addMemory(context);
	module.addFunctionImport(names.trap, 'env', 'trap', wasmTypes(api, ['i32', 'i32']), api.none);
	module.addFunctionImport(names.fence, 'env', 'fence', api.none, api.none);
	addGlobals(context);
	for (const fn of program.functions) (isWanted(fn) ? emitFunction : emitStub)(context, fn);
	for (const slot of program.slots) {
		const result = resultType(context, slot.results);
		const parameters = wasmTypes(api, slot.parameters);
		module.addFunction(names.dispatch(slot.name), parameters, result, [], emitDispatch(context, slot));
	}
	addTable(context);
	for (const [name, fn] of program.exports) module.addFunctionExport(fn.name, name);
	return sites.finish();
}

/** The memory comes from outside; the initial data is a passive segment that the start function copies. */
function addMemory({api, module, program}: ModuleContext): void {
	const pages = program.memoryBytes / wasmPage;
	const isEmpty = program.initial.length === 0;
	const segments = isEmpty ? [] : [{offset: 0, data: program.initial, passive: true}];
	module.setMemory(pages, pages, null, segments, true, false, names.memory);
	module.addMemoryImport(names.memory, 'env', 'memory', true);
	if (isEmpty) return;
	const body = emitInitialise(module, program);
	module.setStart(module.addFunction(names.start, api.none, api.none, [], body));
}

/** The first instance writes the data; others that come meanwhile wait for it, later ones find it done. */
function emitInitialise(m: Module, {guard, initial, initialAddress}: LinkedProgram): Expression {
	const [fresh, busy, done] = [0, 1, 2];
	const at = (): Expression => m.i32.const(guard);
	const copy = m.memory.init('0', m.i32.const(initialAddress), m.i32.const(0), m.i32.const(initial.length));
	const isBusy = m.i32.eq(m.i32.atomic.load(0, at()), m.i32.const(busy));
	const forEver = m.i64.const(-1n);
	return m.if(
		m.i32.eqz(m.i32.atomic.rmw.cmpxchg(0, at(), m.i32.const(fresh), m.i32.const(busy))),
		m.block(null, [
			copy,
			m.i32.atomic.store(0, at(), m.i32.const(done)),
			m.drop(m.memory.atomic.notify(at(), m.i32.const(-1))),
		]),
		m.loop(
			'wait',
			m.if(
				isBusy,
				m.block(null, [m.drop(m.memory.atomic.wait32(at(), m.i32.const(busy), forEver)), m.br('wait')]),
			),
		),
	);
}

function addGlobals({api, module, program}: ModuleContext): void {
	const add = (name: string, type: ValueType): void => {
		const zero = type === 'i32' ? module.i32.const(0) : module.i64.const(0n);
		module.addGlobal(name, wasmType(api, type), true, zero);
	};
	for (const [name, exported] of [
		[names.cpu, 'cpu'],
		[names.variant, 'variant'],
		[names.stackPointer, 'stack_pointer'],
	] as const) {
		add(name, 'i32');
		module.addGlobalExport(name, exported);
	}
	const results = mostResults(program);
	for (let index = 1; index < results; index++) {
		add(names.result(index, 'i32'), 'i32');
		add(names.result(index, 'i64'), 'i64');
	}
}

/** Results of the function or call that has most of them. */
export function mostResults(program: LinkedProgram): number {
	let most = 0;
	for (const {ir} of program.functions) {
		most = Math.max(most, ir.results.length);
		for (const {instructions} of ir.blocks) {
			for (const instruction of instructions) {
				if (instruction.op === 'call') most = Math.max(most, instruction.results.length);
			}
		}
	}
	return most;
}

function addTable({module, program}: ModuleContext): void {
	const size = program.table.length;
	module.addTable(names.table, size, size);
	module.addTableExport(names.table, 'table');
	const members = program.table.flatMap(entry => (entry ? [entry] : []));
	const functionNames = members.map(entry =>
		entry.kind === 'slot' ? names.dispatch(entry.name) : entry.name,
	);
	// Index 0 stays empty: calling a null function pointer traps.
	if (size > 1) module.addActiveElementSegment(names.table, '$elements', functionNames, module.i32.const(1));
}

/** Finds out which function is at fault, by building the module with only one of them at a time. */
function describeInvalid(api: Binaryen, program: LinkedProgram): string {
	const faulty = program.functions.filter(candidate => {
		const module = new api.Module();
		buildModule(api, module, program, fn => fn === candidate);
		const isValid = module.validate();
		module.dispose();
		return !isValid;
	});
	const list = faulty.map(fn => `'${fn.name}'`).join(', ') || 'no single function';
	return `the emitted module does not validate; at fault: ${list}`;
}

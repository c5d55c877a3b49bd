/**
 * The linker: core, variants and programs become one program in which every name is resolved, every global has its
 * address and every function pointer its table index. What nothing can reach is left out. Independent of what the
 * program is then turned into.
 */
import type {SymbolPlace} from './image.ts';
import type {Unit} from './ir/ir.ts';
import {callProblems, exportProblems, hookProblems, slotProblems} from './link-check.ts';
import {initialBytes, layOut} from './link-layout.ts';
import {createLive, type Live, type Scopes} from './link-live.ts';
import {createLocationTable} from './link-locations.ts';
import {createScope, type Scope, unitMismatches} from './link-symbols.ts';
import {
	LinkError,
	type LinkedData,
	type LinkedFunction,
	type LinkedProgram,
	type LinkedUnit,
	type LinkOptions,
} from './link-types.ts';

export * from './link-types.ts';

const translateHook = '__mmu_translate';
const translateArenaHook = '__mmu_translate_arena';
const wasmPage = 0x1_0000;

/**
 * Links units to a program. Throws a `LinkError` that lists everything that is wrong: names defined twice, not at all or
 * as something else than they are called, units of different targets, too little memory.
 */
export function link(options: LinkOptions): LinkedProgram {
	const problems: string[] = [];
	const table = createLocationTable();
	const place = (owner: string, direct: boolean, unit: Unit): LinkedUnit => ({
		unit,
		direct,
		isProgram: owner.startsWith('program '),
		owner,
		symbols: new Map(),
		locations: table.add(unit),
	});
	const scopes = createScopes(options, place, problems);
	const units = [scopes.core, ...scopes.variants, ...scopes.programs].flatMap(scope => scope.units);
	const [first] = units;
	problems.push(...unitMismatches(units));
	if (options.memoryBytes % wasmPage !== 0 || options.memoryBytes <= wasmPage) {
		problems.push(`memory of ${options.memoryBytes} bytes: must be a multiple of 64 KiB, and more than that`);
	}
	if (!first || problems.length > 0) throw new LinkError(problems);

	const live = createLive(scopes);
	const roots = needRoots(options, scopes, live);
	problems.push(...live.problems, ...checkSignatures(live, roots));
	if (problems.length > 0) throw new LinkError(problems);

	const layout = layOut(live.data);
	if (layout.staticEnd > options.memoryBytes) {
		const [largest] = [...live.data].sort((a, b) => b.ir.size - a.ir.size);
		throw new LinkError([
			`static data ends at ${layout.staticEnd}, but the memory has ${options.memoryBytes} bytes: ` +
				`make it larger or some array smaller${largest ? `; the largest is '${largest.ir.name}' with ${largest.ir.size} bytes` : ''}`,
		]);
	}
	nameFunctions(live.functions);
	return {
		arch: options.arch,
		pointerBits: first.unit.pointerBits,
		bigEndian: first.unit.bigEndian,
		memoryBytes: options.memoryBytes,
		staticEnd: layout.staticEnd,
		guard: layout.guard,
		initial: initialBytes(layout, live.data, first.unit.bigEndian),
		initialAddress: layout.initialAddress,
		constantEnd: layout.constantEnd,
		functions: live.functions,
		slots: live.slots,
		table: live.table,
		exports: roots.exports,
		translate: roots.translate,
		translateArena: roots.translateArena,
		locations: table.locations,
		symbols: coreSymbols(scopes.core, live.data),
		variants: options.variants.map(variant => variant.id),
		variantSlots: Object.fromEntries(
			options.variants.map(({id}, index) => [
				id,
				options.slots.filter(slot => scopes.variants[index]?.shared.get(slot)?.kind === 'function'),
			]),
		),
		programs: Object.fromEntries([...roots.programs].map(([id, entry]) => [id, entry.tableIndex])),
	};
}

type Place = (owner: string, direct: boolean, unit: Unit) => LinkedUnit;

function createScopes(options: LinkOptions, place: Place, problems: string[]): Scopes {
	const core = createScope(
		'core',
		options.core.map(({unit, direct}) => place('core', direct, unit)),
		problems,
	);
	const variants = options.variants.map(({id, units}) => {
		const owner = `variant ${id}`;
		return createScope(
			owner,
			units.map(unit => place(owner, false, unit)),
			problems,
		);
	});
	const programs = options.programs.map(({id, unit}) => {
		const owner = `program ${id}`;
		return createScope(owner, [place(owner, false, unit)], problems);
	});
	const scopeOf = new Map<LinkedUnit, Scope>();
	for (const scope of [core, ...variants, ...programs]) {
		for (const unit of scope.units) scopeOf.set(unit, scope);
	}
	return {core, variants, programs, slots: new Set(options.slots), scopeOf};
}

interface Roots {
	exports: Map<string, LinkedFunction>;
	programs: Map<string, LinkedFunction>;
	translate: LinkedFunction | null;
	translateArena: LinkedFunction | null;
}

function needRoots(options: LinkOptions, scopes: Scopes, live: Live): Roots {
	const roots: Roots = {exports: new Map(), programs: new Map(), translate: null, translateArena: null};
	const coreFunction = (name: string): LinkedFunction | null => {
		const definition = scopes.core.shared.get(name);
		if (definition?.kind !== 'function') return null;
		live.need(definition, 'call');
		return definition;
	};
	for (const name of options.exports) {
		const fn = coreFunction(name);
		if (fn) roots.exports.set(name, fn);
		else live.problems.push(`exported function '${name}' is defined by no core unit`);
	}
	roots.translate = coreFunction(translateHook);
	roots.translateArena = coreFunction(translateArenaHook);
	for (const slot of options.slots) live.needSlot(slot);
	options.programs.forEach(({id, unit, entry}, index) => {
		const definition = scopes.programs[index]?.shared.get(entry);
		if (definition?.kind === 'function') {
			live.need(definition, 'address');
			roots.programs.set(id, definition);
		} else live.problems.push(`program ${id}: ${unit.name} has no function '${entry}' that is not static`);
	});
	for (const definition of scopes.core.shared.values()) {
		// The host reads and writes them by name.
		if (definition.kind === 'data') live.need(definition, 'address');
	}
	live.follow();
	return roots;
}

function checkSignatures(live: Live, roots: Roots): string[] {
	return [
		...live.functions.flatMap(callProblems),
		...live.slots.flatMap(slotProblems),
		...[...roots.exports].flatMap(([name, fn]) => exportProblems(name, fn)),
		...hookProblems(roots.translate),
		...hookProblems(roots.translateArena),
	];
}

function coreSymbols(core: Scope, data: readonly LinkedData[]): Record<string, SymbolPlace> {
	return Object.fromEntries(
		data
			.filter(definition => core.shared.get(definition.ir.name) === definition)
			.map(({ir, address}) => [ir.name, {address, size: ir.size}]),
	);
}

/** Internal functions of several units may share a C name: those, and all that the core does not own, get a prefix. */
function nameFunctions(functions: readonly LinkedFunction[]): void {
	const used = new Set<string>();
	for (const fn of functions) {
		const isShared = fn.unit.owner === 'core' && fn.ir.linkage !== 'internal';
		const owner = fn.unit.owner === 'core' ? '' : `${fn.unit.owner}/`;
		const wanted = isShared ? fn.ir.name : `${owner}${fn.unit.unit.name}:${fn.ir.name}`;
		let name = wanted;
		for (let copy = 2; used.has(name); copy++) name = `${wanted}#${copy}`;
		used.add(name);
		fn.name = name;
	}
}

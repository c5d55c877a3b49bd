/**
 * Which functions and data a program needs: a walk from the roots over everything that live code and data name. On the
 * way every name is resolved, once per unit, and every function whose address is a value gets its table index.
 */
import {describeLocation, referencesOf} from './link-references.ts';
import {type Definition, describeUnit, intrinsicOf, lookUp, type Scope} from './link-symbols.ts';
import type {LinkedData, LinkedFunction, LinkedSlot, LinkedSymbol, LinkedUnit} from './link-types.ts';

/** The scopes of a program, and the names of its slots. */
export interface Scopes {
	core: Scope;
	variants: Scope[];
	programs: Scope[];
	slots: ReadonlySet<string>;
	scopeOf: ReadonlyMap<LinkedUnit, Scope>;
}

export interface Live {
	functions: LinkedFunction[];
	data: LinkedData[];
	slots: LinkedSlot[];
	table: (LinkedFunction | LinkedSlot | null)[];
	problems: string[];
	/** Marks a definition as needed; `takeAddress` gives a function its table index too. */
	need(definition: Definition, use: 'call' | 'address'): void;
	/** Marks a slot as needed, if the core or every variant defines it. */
	needSlot(name: string): void;
	/** Follows everything that is needed until nothing new is found. */
	follow(): void;
}

/** Starts with nothing live. */
export function createLive(scopes: Scopes): Live {
	const functions = new Set<LinkedFunction>();
	const data = new Set<LinkedData>();
	const slots = new Map<string, LinkedSlot>();
	const table: (LinkedFunction | LinkedSlot | null)[] = [null];
	const problems: string[] = [];
	const queue: Definition[] = [];

	function need(symbol: LinkedSymbol, use: 'call' | 'address'): void {
		if (symbol.kind === 'function' && !functions.has(symbol)) {
			functions.add(symbol);
			queue.push(symbol);
		} else if (symbol.kind === 'data' && !data.has(symbol)) {
			data.add(symbol);
			queue.push(symbol);
		}
		if (
			use === 'address' &&
			(symbol.kind === 'function' || symbol.kind === 'slot') &&
			symbol.tableIndex === 0
		) {
			symbol.tableIndex = table.push(symbol) - 1;
		}
	}

	function slotDefinition(name: string, variant: Scope): LinkedFunction | undefined {
		const definition = variant.shared.get(name) ?? scopes.core.shared.get(name);
		return definition?.kind === 'function' ? definition : undefined;
	}

	/** The slot of that name with all its definitions, or null when nobody or not every variant has one. */
	function slotOf(name: string): LinkedSlot | null {
		const known = slots.get(name);
		if (known) return known;
		const definitions = scopes.variants.map(variant => slotDefinition(name, variant));
		const complete = definitions.filter(definition => definition !== undefined);
		const first = complete[0];
		if (!first || complete.length < definitions.length) return null;
		const slot: LinkedSlot = {
			kind: 'slot',
			name,
			parameters: first.ir.parameters,
			results: first.ir.results,
			definitions: complete,
			firstIndex: table.length,
			tableIndex: 0,
		};
		slots.set(name, slot);
		table.push(...complete);
		for (const definition of complete) need(definition, 'call');
		return slot;
	}

	function find(unit: LinkedUnit, name: string): LinkedSymbol | null {
		const intrinsic = intrinsicOf(name);
		if (intrinsic) return {kind: 'intrinsic', intrinsic};
		const scope = scopes.scopeOf.get(unit) ?? scopes.core;
		const isSlot = scopes.slots.has(name) && scopes.variants.length > 0;
		// In the core a slot is one even where the unit itself has the weak definition.
		if (scope === scopes.core && isSlot) return scope.internal.get(unit)?.get(name) ?? slotOf(name);
		const own = lookUp(scope, unit, name);
		if (own) return own;
		return isSlot ? slotOf(name) : (scopes.core.shared.get(name) ?? null);
	}

	function resolve(unit: LinkedUnit, name: string, use: 'call' | 'address', where: () => string): void {
		let symbol = unit.symbols.get(name) ?? null;
		if (!symbol) {
			symbol = find(unit, name);
			if (!symbol) {
				problems.push(`${where()}: ${unresolved(scopes, unit, name)}`);
				return;
			}
			unit.symbols.set(name, symbol);
		}
		if (use === 'address' && symbol.kind === 'intrinsic') {
			problems.push(`${where()}: '${name}' has no address, it can only be called`);
		} else need(symbol, use);
	}

	function follow(): void {
		for (let next = queue.shift(); next; next = queue.shift()) {
			const {unit} = next;
			if (next.kind === 'function') {
				const reported = new Set<string>();
				for (const {name, use, at} of referencesOf(next.ir)) {
					if (reported.has(name) && !unit.symbols.has(name)) continue;
					reported.add(name);
					resolve(unit, name, use, () => describeLocation(unit.unit, at));
				}
			} else {
				const where = `${describeUnit(unit)}, initial value of '${next.ir.name}'`;
				for (const {symbol} of next.ir.relocations) resolve(unit, symbol, 'address', () => where);
			}
		}
	}

	return {
		get functions() {
			return [...functions];
		},
		get data() {
			return [...data];
		},
		get slots() {
			return [...slots.values()];
		},
		table,
		problems,
		need,
		needSlot: name => void slotOf(name),
		follow,
	};
}

/** Why a name was not found, and who has something of that name that cannot be seen from there. */
function unresolved(scopes: Scopes, unit: LinkedUnit, name: string): string {
	const scope = scopes.scopeOf.get(unit) ?? scopes.core;
	if (scopes.slots.has(name)) {
		const lacking = scopes.variants.find(variant => !variant.shared.has(name));
		return `slot '${name}' has no definition in ${lacking?.owner ?? 'any variant'} and no __weak one in the core`;
	}
	const text = `undefined symbol '${name}' in ${describeUnit(unit)}`;
	for (const other of [scopes.core, ...scopes.variants, ...scopes.programs]) {
		if (other !== scope && other !== scopes.core && other.shared.has(name)) {
			return `${text}; ${other.owner} defines it, but it is not a slot, so nothing outside can use it`;
		}
		for (const [holder, internal] of other.internal) {
			if (internal.has(name)) return `${text}; it is static in ${describeUnit(holder)}`;
		}
	}
	return `${text}; no unit defines it`;
}

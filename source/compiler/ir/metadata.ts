/**
 * Debug metadata: source locations with their inlining chains, and names of variables.
 *
 * A module has thousands of metadata lines of which few are ever needed: the lines are indexed by number once, and a
 * line is read when something asks for it.
 */
import type {Location, LocationIndex} from './ir.ts';

/** C file and line of something; line 0 where unknown. */
export interface Place {
	file: string;
	line: number;
}

export interface Metadata {
	/** Every location asked for so far, without duplicates: becomes `Unit.locations`. */
	locations: Location[];
	/** Index of the location a `!dbg !n` on an instruction names; -1 where `id` is no location. */
	locationOf: (id: string) => LocationIndex;
	/** Index of the location of a function's first line, from the `!dbg !n` on its definition. */
	locationOfFunction: (id: string) => LocationIndex;
	/** File and line of a global variable, from the `!dbg !n` on it. */
	placeOfGlobal: (id: string) => Place;
	/** Name of a local variable; '' where unknown. */
	variableName: (id: string) => string;
}

/** One metadata node: `!DILocation(line: 1, …)` has kind 'DILocation' and its fields as text, strings unquoted. */
interface Node {
	kind: string;
	fields: Map<string, string>;
}

const nowhere: Place = {file: '', line: 0};

/** Index the metadata lines of a module. */
export function indexMetadata(source: string): Metadata {
	const lines = findLines(source);
	const nodes = new Map<string, Node | null>();
	const locations: Location[] = [];
	const byKey = new Map<string, LocationIndex>();
	const byId = new Map<string, LocationIndex>();

	/** The node with a number, written `12` or `!12`. */
	function node(reference: string | undefined): Node | null {
		if (reference === undefined) return null;
		const id = reference.startsWith('!') ? reference.slice(1) : reference;
		let found = nodes.get(id);
		if (found === undefined) {
			const start = lines.get(id);
			found = start === undefined ? null : parseNode(source, start);
			nodes.set(id, found);
		}
		return found;
	}

	function fileName(reference: string | undefined): string {
		const file = node(reference);
		if (file?.kind !== 'DIFile') return '';
		const name = file.fields.get('filename') ?? '';
		const directory = file.fields.get('directory') ?? '';
		if (name.startsWith('/') || directory === '' || directory === '/' || directory === '.') return name;
		return `${directory.replace(/\/$/, '')}/${name}`;
	}

	function addLocation(location: Location): LocationIndex {
		const {function: name, file, line, column, inlinedAt} = location;
		const key = `${name}\0${file}\0${line}\0${column}\0${inlinedAt}`;
		let index = byKey.get(key);
		if (index === undefined) {
			index = locations.length;
			locations.push(location);
			byKey.set(key, index);
		}
		return index;
	}

	/** Name of the function whose text a scope is part of. */
	function functionName(scopeReference: string | undefined): string {
		let scope = node(scopeReference);
		for (let depth = 0; scope !== null && depth < lines.size; depth++) {
			if (scope.kind === 'DISubprogram') return scope.fields.get('name') ?? '';
			scope = node(scope.fields.get('scope'));
		}
		return '';
	}

	function computeLocation(id: string): LocationIndex {
		const location = node(id);
		if (location?.kind !== 'DILocation') return -1;
		const scope = location.fields.get('scope');
		const inlinedAt = location.fields.get('inlinedAt');
		return addLocation({
			function: functionName(scope),
			file: fileName(node(scope)?.fields.get('file')),
			line: Number(location.fields.get('line') ?? 0),
			column: Number(location.fields.get('column') ?? 0),
			inlinedAt: inlinedAt === undefined ? -1 : locationOf(inlinedAt.slice(1)),
		});
	}

	function locationOf(id: string): LocationIndex {
		let index = byId.get(id);
		if (index === undefined) {
			index = computeLocation(id);
			byId.set(id, index);
		}
		return index;
	}

	function locationOfFunction(id: string): LocationIndex {
		const subprogram = node(id);
		if (subprogram?.kind !== 'DISubprogram') return -1;
		return addLocation({
			function: subprogram.fields.get('name') ?? '',
			file: fileName(subprogram.fields.get('file')),
			line: Number(subprogram.fields.get('line') ?? 0),
			column: 0,
			inlinedAt: -1,
		});
	}

	function placeOfGlobal(id: string): Place {
		const expression = node(id);
		const variable =
			expression?.kind === 'DIGlobalVariable' ? expression : node(expression?.fields.get('var'));
		if (variable?.kind !== 'DIGlobalVariable') return nowhere;
		return {file: fileName(variable.fields.get('file')), line: Number(variable.fields.get('line') ?? 0)};
	}

	function variableName(id: string): string {
		const variable = node(id);
		return variable?.kind === 'DILocalVariable' ? (variable.fields.get('name') ?? '') : '';
	}

	return {locations, locationOf, locationOfFunction, placeOfGlobal, variableName};
}

/** Offset of the text after `!n = ` of each metadata line, by n. */
function findLines(source: string): Map<string, number> {
	const lines = new Map<string, number>();
	const head = /!(\d+) = /y;
	for (let at = source.startsWith('!') ? 0 : source.indexOf('\n!') + 1; at > 0 || source.startsWith('!'); ) {
		head.lastIndex = at;
		const match = head.exec(source);
		if (match !== null) lines.set(match[1]!, head.lastIndex);
		const next = source.indexOf('\n!', at);
		if (next < 0) break;
		at = next + 1;
	}
	return lines;
}

function parseNode(source: string, start: number): Node {
	const head = /(?:distinct )?!(\w*)\(?/y;
	head.lastIndex = start;
	const kind = head.exec(source)?.[1] ?? '';
	const fields = new Map<string, string>();
	if (kind === '') return {kind, fields};
	const field = /(\w+): (?:"((?:[^"\\]|\\.)*)"|([^,()\n]+(?:\([^)\n]*\))?))(?:, )?/y;
	field.lastIndex = head.lastIndex;
	for (let match = field.exec(source); match !== null; match = field.exec(source)) {
		fields.set(match[1]!, match[2] ?? match[3]!);
	}
	return {kind, fields};
}

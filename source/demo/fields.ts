/** Reading typed values out of a JSON tree; every complaint names the place by path and position. */
import {nearestWord} from '../report/words.ts';
import {type JsonNode, PlaceError} from './parse-json.ts';

/** A value and how one gets there, such as `acts[2].steps[0].run`. */
export interface Place {
	node: JsonNode;
	path: string;
}

/** The entries of an object, each still to be taken; `finish` complains about those that nobody asked for. */
export interface Fields {
	path: string;
	required(key: string): Place;
	optional(key: string): Place | undefined;
	/** Names of all entries. */
	keys(): string[];
	finish(): void;
}

/** Throws the error for a place. */
export function complain(place: Place, message: string): never {
	throw new PlaceError(`${place.path}: ${message}`, place.node.offset);
}

/** The entries of an object. */
export function fieldsOf(place: Place): Fields {
	const {node, path} = place;
	if (node.type !== 'object') {
		return complain(place, `expected an object, found ${describe(node)}`);
	}

	const asked = new Set<string>();
	const optional = (key: string) => {
		asked.add(key);
		const entry = node.entries.get(key);
		return entry === undefined ? undefined : {node: entry.node, path: join(path, key)};
	};

	return {
		path,
		optional,
		required: key => optional(key) ?? complain(place, `'${key}' is missing`),
		keys: () => [...node.entries.keys()],
		finish() {
			for (const [key, {offset}] of node.entries) {
				if (!asked.has(key)) {
					const nearest = nearestWord(key, [...asked]);
					const hint = nearest === undefined ? '' : `: did you mean '${nearest}'?`;
					throw new PlaceError(`${join(path, key)}: unknown key '${key}'${hint}`, offset);
				}
			}
		},
	};
}

/** The items of an array. */
export function itemsOf(place: Place): Place[] {
	const {node, path} = place;
	if (node.type !== 'array') {
		return complain(place, `expected an array, found ${describe(node)}`);
	}

	return node.items.map((item, index) => ({node: item, path: `${path}[${index}]`}));
}

/** A string that is not empty. */
export function textOf(place: Place): string {
	if (place.node.type !== 'string' || place.node.value === '') {
		return complain(place, `expected a text, found ${describe(place.node)}`);
	}

	return place.node.value;
}

/** One string or an array of them. */
export function textsOf(place: Place | undefined): string[] {
	if (place === undefined) {
		return [];
	}

	return place.node.type === 'array' ? itemsOf(place).map(item => textOf(item)) : [textOf(place)];
}

/** One of some words. */
export function wordOf<Word extends string>(place: Place, what: string, words: readonly Word[]): Word {
	const text = textOf(place);
	return (
		words.find(word => word === text) ??
		complain(place, `unknown ${what} '${text}': did you mean '${nearestWord(text, words)}'?`)
	);
}

export interface NumberLimits {
	minimum: number;
	maximum: number;
	whole: boolean;
}

/** A number between two limits, both included. */
export function numberOf(place: Place, limits: NumberLimits): number {
	const {node} = place;
	const kind = limits.whole ? 'a whole number' : 'a number';
	if (
		node.type !== 'number' ||
		node.value < limits.minimum ||
		node.value > limits.maximum ||
		(limits.whole && !Number.isInteger(node.value))
	) {
		return complain(
			place,
			`expected ${kind} from ${limits.minimum} to ${limits.maximum}, found ${describe(node)}`,
		);
	}

	return node.value;
}

function join(path: string, key: string): string {
	return path === '' ? key : `${path}.${key}`;
}

function describe(node: JsonNode): string {
	switch (node.type) {
		case 'object':
			return 'an object';
		case 'array':
			return 'an array';
		case 'null':
			return 'null';
		default:
			return JSON.stringify(node.value);
	}
}

/** Mistakes that no compiler finds: text of one version of the kernel that meets text of another. */

import {UserCodeError} from './user-unit-error.ts';
import {type Item, mentions} from './user-unit-scan.ts';
import type {Member} from './user-unit-structs.ts';

/** A callback and the struct that it is handed. */
export interface CallbackData {
	callback: string;
	struct: string;
	/** Members that the lab's struct has. */
	members: readonly Member[];
}

/**
 * A function of the user's that walks entries with a callback of the base must set what that callback reads. Throws a
 * `UserCodeError` that says what to do.
 */
export function checkCallbackData(
	path: string,
	user: readonly Item[],
	base: {id: string; items: readonly Item[]},
	{callback, struct, members}: CallbackData,
): void {
	const theirs = base.items.find(item => item.kind === 'function' && item.name === callback);

	if (theirs === undefined || user.some(item => item.kind === 'function' && item.name === callback)) {
		return;
	}

	for (const item of user) {
		if (item.kind !== 'function' || !passes(item, callback)) {
			continue;
		}

		if (isInitialised(item, struct)) {
			continue;
		}

		const names = mentions(item, struct) ? members.flatMap(({names: each}) => each) : [struct];
		const lacking = names.find(
			name => !mentions(item, name) && theirs.tokens.some(({text}) => text === name),
		);

		if (lacking !== undefined) {
			const what =
				lacking === struct ? `no struct ${struct}` : `a struct ${struct} whose '${lacking}' it does not set`;
			throw new UserCodeError(
				`${path}:${item.line}: error: ${item.name}() hands ${what} to the ${callback}() of ${base.id}, which reads it; ` +
					`define ${callback}() too, or choose another base`,
			);
		}
	}
}

/** `struct name data = {…}`: what is not named in it is zero. */
function isInitialised(item: Item, name: string): boolean {
	return item.tokens.some(({text}, index) => text === name && item.tokens[index + 2]?.text === '=');
}

/** The name is an argument: not called, not declared. */
function passes(item: Item, name: string): boolean {
	return item.tokens.some(
		({text}, index) =>
			text === name &&
			/^[,(&]$/.test(item.tokens[index - 1]?.text ?? '') &&
			/^[,)]$/.test(item.tokens[index + 1]?.text ?? ''),
	);
}

/** The clear callback from before the series: its data is the list that collects the pages. */
export function takesList(callback: Item): boolean {
	const data = /\w+$/.exec(callback.parameters[2] ?? '')?.[0] ?? '';
	const {tokens} = callback;

	return (
		!mentions(callback, 'clear_range_data') &&
		(mentions(callback, 'llist_head') ||
			tokens.some(
				({text}, index) =>
					text === data &&
					tokens[index - 1]?.text === ',' &&
					tokens[index + 1]?.text === ')' &&
					tokens.slice(0, index).some(({text: earlier}) => /^(__)?llist_add$/.test(earlier)),
			))
	);
}

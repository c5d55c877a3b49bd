/**
 * Loads ink-table, which is CommonJS and requires Ink, which Node will not let it: Ink awaits at its top level. The module
 * cache is given the namespace that is already imported, under the id ink-table will look up.
 */
import {createRequire, Module} from 'node:module';
import * as ink from 'ink';
import type {ComponentType, PropsWithChildren, ReactNode} from 'react';

/** Properties of ink-table's component that are used here; all but `data` and `columns` are read at the first render only. */
export interface InkTableProps {
	data: readonly Readonly<Record<string, string>>[];
	columns: readonly string[];
	header: (props: PropsWithChildren) => ReactNode;
	cell: (props: PropsWithChildren<{column: number}>) => ReactNode;
	skeleton: (props: PropsWithChildren) => ReactNode;
}

const load = (): ComponentType<InkTableProps> => {
	const require = createRequire(import.meta.url);
	// Resolved from ink-table's own place: that is the id its require asks for.
	const id = createRequire(require.resolve('ink-table')).resolve('ink');
	const seeded = new Module(id);
	seeded.filename = id;
	seeded.loaded = true;
	seeded.exports = ink;
	require.cache[id] ??= seeded;
	return (require('ink-table') as {default: ComponentType<InkTableProps>}).default;
};

/** ink-table's `Table`. */
export const InkTable = load();

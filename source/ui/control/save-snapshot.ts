/** What `s` saves: the session's state and the verdicts as JSON, and the screen as text. */
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {reportsOf} from '../model/verdicts.ts';
import type {TuiState} from './store.ts';

/** The document of the JSON file; addresses and the like are already text in the stream rows. */
export const snapshotDocument = ({data, verdicts}: Pick<TuiState, 'data' | 'verdicts'>, when: Date) => ({
	savedAt: when.toISOString(),
	options: data.options,
	machines: data.machines.map(
		({options, state, failure, runMilliseconds, counters, perCpu, cpus, programs, books}) => ({
			arch: options.arch,
			state,
			failure,
			runMilliseconds,
			counters,
			perCpu,
			cpus,
			programs,
			books,
		}),
	),
	stream: data.rows.map(({number, kind, arch, cpu, program, text, place}) => ({
		number,
		kind,
		arch,
		cpu,
		program,
		text,
		place,
	})),
	// As `ptelab explore --json` has them.
	cases: verdicts === null ? [] : reportsOf(verdicts),
});

/** Writes both files into `folder` under a name made of the time, never over another file; gives the two paths. */
export const saveSnapshot = async (
	folder: string,
	state: Pick<TuiState, 'data' | 'verdicts'>,
	screen: readonly string[],
	when: Date,
): Promise<{json: string; text: string}> => {
	const stamp = when.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
	for (let copy = 1; ; copy++) {
		const name = join(folder, `ptelab-${stamp}${copy === 1 ? '' : `-${copy}`}`);
		const paths = {json: `${name}.json`, text: `${name}.txt`};
		try {
			await writeFile(paths.json, `${JSON.stringify(snapshotDocument(state, when), jsonValue, '\t')}\n`, {
				flag: 'wx',
			});
			await writeFile(paths.text, `${screen.join('\n')}\n`, {flag: 'wx'});
			return paths;
		} catch (error) {
			if (!isExisting(error) || copy > 99) throw error;
		}
	}
};

const jsonValue = (_key: string, value: unknown): unknown =>
	typeof value === 'bigint' ? `0x${value.toString(16)}` : value;

const isExisting = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && error.code === 'EEXIST';

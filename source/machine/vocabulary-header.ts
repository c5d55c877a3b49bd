/**
 * The C header `ptelab/vocabulary.h`, generated from the shared word lists, so that both sides number them alike.
 */
import {counters, cpuStates, heatKinds, oopsKinds, pageStates, streamKinds} from './vocabulary.ts';

/** One word of a list and, where there is one, what it means. */
interface Word {
	id: string;
	text?: string;
}

/**
 * The text of `ptelab/vocabulary.h`: one enumeration per list, whose enumerators are the list's prefix and the word
 * (`COUNTER_installs`, `CPU_STATE_idle`), ending in a count (`NR_COUNTERS`). The header needs no other header.
 */
export function generateVocabularyHeader(): string {
	return [
		'/* Generated from source/machine/vocabulary.ts. */',
		'#ifndef _PTELAB_VOCABULARY_H',
		'#define _PTELAB_VOCABULARY_H',
		'',
		enumeration('counter', 'COUNTER', 'NR_COUNTERS', counters),
		enumeration('cpu_state', 'CPU_STATE', 'NR_CPU_STATES', words(cpuStates)),
		enumeration('stream_kind', 'STREAM', 'NR_STREAM_KINDS', words(streamKinds)),
		enumeration('heat_kind', 'HEAT', 'NR_HEAT_KINDS', words(heatKinds)),
		enumeration('page_state', 'PAGE_STATE', 'NR_PAGE_STATES', words(pageStates)),
		enumeration('oops_kind', 'OOPS', 'NR_OOPS_KINDS', words(oopsKinds)),
		'#endif /* _PTELAB_VOCABULARY_H */',
		'',
	].join('\n');
}

function words(ids: readonly string[]): Word[] {
	return ids.map(id => ({id}));
}

function enumeration(name: string, prefix: string, count: string, list: readonly Word[]): string {
	const lines = list.map(({id, text}) => {
		const comment = text === undefined ? '' : ` /* ${text} */`;

		return `\t${prefix}_${id},${comment}`;
	});

	return [`enum ${name} {`, ...lines, `\t${count},`, '};', ''].join('\n');
}

/** The properties, each in a file of its own. Those that C checks come first: their place is their number there. */

import {allocationRecovers} from './allocation-recovers.ts';
import {breakBeforeMake} from './break-before-make.ts';
import {bug} from './bug.ts';
import {dataRace} from './data-race.ts';
import {deadlock} from './deadlock.ts';
import {doubleAllocation} from './double-allocation.ts';
import {doubleFree} from './double-free.ts';
import {endlessLoop} from './endless-loop.ts';
import {entryOverwritten} from './entry-overwritten.ts';
import {expectation} from './expectation.ts';
import {freedTable} from './freed-table.ts';
import {ipiWithInterruptsOff} from './ipi-with-interrupts-off.ts';
import {livelock} from './livelock.ts';
import {lockMisuse} from './lock-misuse.ts';
import {oops} from './oops.ts';
import {pageLeak} from './page-leak.ts';
import type {Property} from './property.ts';
import {reachesAllocated} from './reaches-allocated.ts';
import {scratchFreed} from './scratch-freed.ts';
import {sharedStack} from './shared-stack.ts';
import {stackOverflow} from './stack-overflow.ts';
import {useAfterFree} from './use-after-free.ts';
import {userMappingStale} from './user-mapping-stale.ts';
import {userNeverScratch} from './user-never-scratch.ts';
import {violationUnreported} from './violation-unreported.ts';
import {warning} from './warning.ts';
import {wildStore} from './wild-store.ts';

export type {Property} from './property.ts';

/** All of them. */
export const properties: readonly Property[] = [
	useAfterFree,
	reachesAllocated,
	breakBeforeMake,
	entryOverwritten,
	scratchFreed,
	doubleFree,
	doubleAllocation,
	pageLeak,
	allocationRecovers,
	violationUnreported,
	userNeverScratch,
	userMappingStale,
	ipiWithInterruptsOff,
	lockMisuse,
	freedTable,
	warning,
	expectation,
	oops,
	bug,
	wildStore,
	endlessLoop,
	stackOverflow,
	sharedStack,
	deadlock,
	livelock,
	dataRace,
];

/** Names by the numbers that C uses. */
export const checkedProperties: readonly string[] = properties
	.filter(({foundBy}) => foundBy === 'c')
	.map(({id}) => id);

/** Text of the header `ptelab/properties.h`: the numbers as an enumeration. */
export function generatePropertiesHeader(): string {
	return [
		'/* SPDX-License-Identifier: MIT */',
		'/* Generated: what __ptelab_assert() can report. */',
		'#ifndef _PTELAB_PROPERTIES_H',
		'#define _PTELAB_PROPERTIES_H',
		'',
		'enum lab_property {',
		...checkedProperties.map(id => `\tPROPERTY_${id.replaceAll('-', '_')},`),
		'};',
		'',
		'#endif',
		'',
	].join('\n');
}

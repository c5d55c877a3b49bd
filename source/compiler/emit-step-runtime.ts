/**
 * The functions that all step code shares: stores, stopping, and what the host calls to take a step and to take it back.
 */

import type {Expression} from './emit-binaryen.ts';
import {names} from './emit-context.ts';
import {
	accessKinds,
	contextWords,
	failureKinds,
	hashLanes,
	helpers,
	recordEntries,
	type StepModule,
	stackHead,
} from './emit-step-context.ts';
import {addStores} from './emit-step-stores.ts';
import {vocabulary} from './emit-step-vocabulary.ts';
import type {ValueType} from './ir/ir.ts';

/** Adds them all. `resumeBase` is the table index of the function that goes on with frames of number 0. */
export function addStepRuntime(context: StepModule, resumeBase: number): void {
	addStores(context);
	addStops(context);
	addHostCalls(context, resumeBase);
}

function addStops(context: StepModule): void {
	const {m, i, local, get, set, note, seq, call, add} = vocabulary(context);
	const {layout} = context;
	const kindOf = (kind: (typeof failureKinds)[number]): Expression => i(failureKinds.indexOf(kind));

	const [kind, code, argument, site] = [0, 1, 2, 3];
	add(
		helpers.fail,
		['i32', 'i32', 'i32', 'i32'],
		null,
		[],
		[
			// The first one counts: what follows may only follow from it.
			m.if(get('failureKind'), m.return()),
			set('failureKind', local(kind)),
			set('failureCode', local(code)),
			set('failureArgument', local(argument)),
			set('failureSite', local(site)),
		],
	);

	const nothingPending = (): Expression[] => [
		note('kind', i(0)),
		note('address', i(0)),
		note('bytes', i(0)),
		note('choices', i(1)),
		note('site', i(-1)),
		note('waitMode', i(0)),
		note('waitAddress', i(0)),
		note('waitValue', i(0)),
	];
	const parent = 4;
	add(
		helpers.die,
		['i32', 'i32', 'i32', 'i32', 'i32'],
		null,
		[],
		[
			call(helpers.fail, [local(kind), local(code), local(argument), local(site)]),
			set('unwinding', i(1)),
			note('top', local(parent)),
			note('status', i(2)),
			...nothingPending(),
		],
	);

	// (address, site, bytes + 256 if it writes) → 1 when the CPU has to stop before this visible access.
	const entry = 3;
	add(
		helpers.pass,
		['i32', 'i32', 'i32'],
		'i32',
		['i32'],
		[
			m.if(
				m.i32.and(
					m.i32.lt_u(m.i32.sub(local(0), i(layout.stackBase)), i(layout.contextBase - layout.stackBase)),
					m.i32.ne(get('privateBytes'), i(0)),
				),
				call(helpers.fail, [kindOf('shared-stack'), local(0), i(0), local(1)]),
			),
			m.if(m.i32.eqz(get('go')), m.return(i(1))),
			m.if(
				m.i32.ge_s(get('recorded'), i(0)),
				seq(
					m.local.set(
						entry,
						m.i32.add(
							i(layout.recordBase),
							m.i32.shl(m.i32.and(get('recorded'), i(recordEntries - 1)), i(3)),
						),
					),
					m.i32.store(0, 4, local(entry), local(0)),
					m.i32.store(4, 4, local(entry), local(2)),
					set('recorded', m.i32.add(get('recorded'), i(1))),
				),
			),
			m.if(m.i32.lt_u(get('go'), i(3)), set('go', m.select(get('atomic'), i(2), i(0)))),
			i(0),
		],
	);

	const [frame, access, address, bytes, stopSite, choices, waitMode, waitValue] = [0, 1, 2, 3, 4, 5, 6, 7];
	const inBlock = (): Expression => get('atomic');
	add(
		helpers.stop,
		new Array<ValueType>(8).fill('i32'),
		null,
		[],
		[
			set('unwinding', i(1)),
			note('top', local(frame)),
			note('waitMode', local(waitMode)),
			note('waitAddress', m.select(local(waitMode), local(address), i(0))),
			note('waitValue', local(waitValue)),
			note('choices', local(choices)),
			note('site', local(stopSite)),
			m.if(
				inBlock(),
				seq(note('kind', i(accessKinds.indexOf('block'))), note('address', i(0)), note('bytes', i(0))),
				seq(note('kind', local(access)), note('address', local(address)), note('bytes', local(bytes))),
			),
		],
	);

	const depth = 8;
	add(
		'$settle',
		[],
		null,
		[],
		[
			m.if(
				get('unwinding'),
				seq(
					set('unwinding', i(0)),
					call(helpers.put32, [
						get('stackLow'),
						m.if(
							m.i32.eq(m.i32.load(4 * contextWords.status, 4, get('context')), i(2)),
							i(2),
							m.i32.shl(get('atomic'), i(depth)),
						),
					]),
				),
				seq(
					call(helpers.put32, [get('stackLow'), i(1)]),
					note('top', i(0)),
					note('status', i(1)),
					...nothingPending(),
				),
			),
			m.i64.store(0, 4, i(layout.hashBase), hash(0)),
			m.i64.store(8, 4, i(layout.hashBase), hash(1)),
		],
	);

	function hash(lane: 0 | 1): Expression {
		return m.global.get(hashLanes[lane], context.api.i64);
	}
}

/** A step that never stops: more visible accesses than any step can make. */
const freely = 3;

function addHostCalls(context: StepModule, resumeBase: number): void {
	const {m, i, local, get, set, load, note, seq, call, add} = vocabulary(context);
	const {api, layout} = context;

	// (process, go, choice): makes it the running one and remembers the hash.
	const stackLow = (): Expression =>
		m.i32.add(i(layout.stackBase), m.i32.mul(local(0), i(layout.stackBytes)));
	add(
		'$prepare',
		['i32', 'i32', 'i32'],
		null,
		[],
		[
			set('context', m.i32.add(i(layout.contextBase), m.i32.mul(local(0), i(layout.contextBytes)))),
			m.global.set(names.cpu, load(m.i32.add(get('context'), i(layout.contextBytes - 4)))),
			set('stackLow', stackLow()),
			set('stackEnd', m.i32.add(get('stackLow'), i(layout.stackBytes))),
			set('go', local(1)),
			set('choice', local(2)),
			set('atomic', m.i32.shr_u(load(get('stackLow')), i(8))),
			set('fuel', get('fuelPerStep')),
			set('unwinding', i(0)),
			set('resume', i(0)),
			set('frame', i(0)),
			set('stackTop', m.i32.add(get('stackLow'), i(stackHead))),
			set('failureKind', i(0)),
			...[0, 4, 8, 12].map(offset =>
				call(helpers.remember, [i(layout.hashBase + offset), load(i(layout.hashBase + offset))]),
			),
		],
	);

	// (process, runsFreely): before the host calls a function of the program.
	add(
		'$begin',
		['i32', 'i32'],
		null,
		[],
		[call('$prepare', [local(0), m.select(local(1), i(freely), i(0)), i(-1)])],
	);

	// (process, choice) → kind of failure.
	const [frame, parent] = [2, 3];
	add(
		'$step',
		['i32', 'i32'],
		'i32',
		['i32', 'i32'],
		[
			call('$prepare', [local(0), i(1), i(-1)]),
			m.if(
				m.i32.gt_u(m.i32.load(4 * contextWords.choices, 4, get('context')), i(1)),
				set('choice', local(1)),
			),
			m.local.set(frame, m.i32.load(4 * contextWords.top, 4, get('context'))),
			m.loop(
				'next',
				seq(
					m.local.set(parent, load(local(frame), 4)),
					set('resume', local(frame)),
					m.call_indirect(
						names.table,
						m.i32.add(i(resumeBase), m.i32.shr_u(load(local(frame)), i(16))),
						[],
						api.none,
						api.none,
					),
					m.if(
						m.i32.and(m.i32.eqz(get('unwinding')), m.i32.ne(local(parent), i(0))),
						seq(m.local.set(frame, local(parent)), m.br('next')),
					),
				),
			),
			call('$settle', []),
			get('failureKind'),
		],
	);

	// After a WebAssembly trap: the process is dead where it stands.
	add(
		'$abandon',
		[],
		null,
		[],
		[
			set('unwinding', i(1)),
			note('status', i(2)),
			...(['kind', 'address', 'bytes', 'waitMode', 'waitAddress', 'waitValue'] as const).map(word =>
				note(word, i(0)),
			),
			note('choices', i(1)),
			note('site', i(-1)),
			call('$settle', []),
		],
	);

	const position = 0;
	const at = 1;
	add(
		'$rollback',
		['i32'],
		null,
		['i32'],
		[
			m.local.set(at, get('log')),
			m.loop(
				'next',
				m.if(
					m.i32.gt_u(local(at), local(position)),
					seq(
						m.local.set(at, m.i32.sub(local(at), i(8))),
						m.i32.store(0, 4, load(local(at)), load(local(at), 4)),
						m.br('next'),
					),
				),
			),
			set('log', local(at)),
			...hashLanes.map((lane, index) => m.global.set(lane, m.i64.load(8 * index, 4, i(layout.hashBase)))),
		],
	);

	for (const name of ['begin', 'settle', 'step', 'abandon', 'rollback']) {
		m.addFunctionExport(`$${name}`, `step_${name}`);
	}
}

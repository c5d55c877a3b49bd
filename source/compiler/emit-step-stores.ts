/**
 * The stores of step code: each keeps the old word in the undo log and changes the hash of the state.
 */
import type {Expression} from './emit-binaryen.ts';
import {dirtyShift, hashLanes, helpers, type StepModule} from './emit-step-context.ts';
import {vocabulary} from './emit-step-vocabulary.ts';

const {remember} = helpers;
const growLog = '$grow_log';
const mix = ['$mix0', '$mix1'] as const;

/** 64 KiB pages that the undo log takes at a time. */
const logPages = 64;

/** Adds them, and what they are made of. */
export function addStores(context: StepModule): void {
	const {m, i, local, wide, get, set, load, call, seq, add} = vocabulary(context);
	const {api, layout} = context;
	const [address, value] = [0, 1];

	add(
		growLog,
		[],
		null,
		[],
		[
			m.if(m.i32.lt_s(m.memory.grow(i(logPages)), i(0)), m.unreachable()),
			set('logLimit', m.i32.add(get('logLimit'), i(logPages * 0x1_0000))),
		],
	);

	const old = 2;
	add(
		remember,
		['i32', 'i32'],
		null,
		['i32'],
		[
			m.if(m.i32.ge_u(get('log'), get('logLimit')), call(growLog, [])),
			m.local.set(old, get('log')),
			m.i32.store(0, 4, local(old), local(address)),
			m.i32.store(4, 4, local(old), local(value)),
			set('log', m.i32.add(local(old), i(8))),
		],
	);

	// One bijection of (address, value) for each lane; the second starts from the first and is not linear in it.
	const k = (text: bigint): Expression => m.i64.const(BigInt.asIntN(64, text));
	const fold = (index: number, by: bigint): Expression =>
		m.local.set(index, m.i64.xor(wide(index), m.i64.shr_u(wide(index), k(by))));
	const times = (index: number, by: bigint): Expression => m.local.set(index, m.i64.mul(wide(index), k(by)));
	const mixed = 2;
	add(
		mix[0],
		['i32', 'i32'],
		'i64',
		['i64'],
		[
			m.local.set(
				mixed,
				m.i64.or(m.i64.shl(m.i64.extend_u(local(address)), k(32n)), m.i64.extend_u(local(value))),
			),
			fold(mixed, 33n),
			times(mixed, 0xff51afd7ed558ccdn),
			fold(mixed, 33n),
			times(mixed, 0xc4ceb9fe1a85ec53n),
			fold(mixed, 33n),
			wide(mixed),
		],
	);
	add(
		mix[1],
		['i64'],
		'i64',
		[],
		[times(0, 0xbf58476d1ce4e5b9n), fold(0, 27n), times(0, 0x94d049bb133111ebn), fold(0, 31n), wide(0)],
	);

	const first = 3;
	const contribute = (word: number, sign: 'add' | 'sub'): Expression =>
		m.if(
			local(word),
			seq(
				m.local.set(first, m.call(mix[0], [local(address), local(word)], api.i64)),
				m.global.set(hashLanes[0], m.i64[sign](m.global.get(hashLanes[0], api.i64), wide(first))),
				m.global.set(
					hashLanes[1],
					m.i64[sign](m.global.get(hashLanes[1], api.i64), m.call(mix[1], [wide(first)], api.i64)),
				),
			),
		);
	add(
		helpers.put32,
		['i32', 'i32'],
		null,
		['i32', 'i64'],
		[
			m.local.set(old, load(local(address))),
			m.if(m.i32.eq(local(old), local(value)), m.return()),
			call(remember, [local(address), local(old)]),
			m.i32.store8(layout.dirtyBase, 1, m.i32.shr_u(local(address), i(dirtyShift)), i(1)),
			contribute(old, 'sub'),
			contribute(value, 'add'),
			m.i32.store(0, 4, local(address), local(value)),
		],
	);

	add(
		helpers.note,
		['i32', 'i32'],
		null,
		['i32'],
		[
			m.local.set(old, load(local(address))),
			m.if(m.i32.eq(local(old), local(value)), m.return()),
			call(remember, [local(address), local(old)]),
			m.i32.store(0, 4, local(address), local(value)),
		],
	);

	/** Replaces some bits of the aligned word around `address`; local 2 is that word's address, 3 the shift. */
	const insert = (bits: number): Expression[] => [
		m.local.set(2, m.i32.and(local(address), i(-4))),
		m.local.set(3, m.i32.shl(m.i32.and(local(address), i(3)), i(3))),
		call(helpers.put32, [
			local(2),
			m.i32.or(
				m.i32.and(load(local(2)), m.i32.xor(m.i32.shl(i(bits), local(3)), i(-1))),
				m.i32.shl(m.i32.and(local(value), i(bits)), local(3)),
			),
		]),
	];
	add(helpers.store8, ['i32', 'i32'], null, ['i32', 'i32'], insert(0xff));
	const halves = (name: string, by: number, shift: number): Expression[] => [
		call(name, [local(address), local(value)]),
		call(name, [m.i32.add(local(address), i(by)), m.i32.shr_u(local(value), i(shift))]),
	];
	add(
		helpers.store16,
		['i32', 'i32'],
		null,
		['i32', 'i32'],
		[
			m.if(m.i32.eq(m.i32.and(local(address), i(3)), i(3)), seq(...halves(helpers.store8, 1, 8), m.return())),
			...insert(0xffff),
		],
	);
	add(
		helpers.store32,
		['i32', 'i32'],
		null,
		[],
		[
			m.if(
				m.i32.and(local(address), i(3)),
				seq(...halves(helpers.store16, 2, 16)),
				call(helpers.put32, [local(address), local(value)]),
			),
		],
	);
	add(
		helpers.store64,
		['i32', 'i64'],
		null,
		[],
		[
			call(helpers.store32, [local(address), m.i32.wrap(wide(value))]),
			call(helpers.store32, [
				m.i32.add(local(address), i(4)),
				m.i32.wrap(m.i64.shr_u(wide(value), m.i64.const(32n))),
			]),
		],
	);

	const end = 1;
	add(
		helpers.clear,
		['i32', 'i32'],
		null,
		[],
		[
			m.loop(
				'next',
				m.if(
					m.i32.lt_u(local(address), local(end)),
					seq(
						m.if(load(local(address)), call(helpers.put32, [local(address), i(0)])),
						m.local.set(address, m.i32.add(local(address), i(4))),
						m.br('next'),
					),
				),
			),
		],
	);
}

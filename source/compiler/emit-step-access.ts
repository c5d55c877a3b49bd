/**
 * Accesses to memory in step code: plain loads and the logged stores, since only one CPU ever runs; before those that
 * another CPU could see, the place to stop.
 */

import {typeOfWidth, type Value} from './emit-arithmetic.ts';
import {constant, type Expression} from './emit-binaryen.ts';
import {emitOperand, narrowAddress, registerType} from './emit-context.ts';
import {combine, inMemoryOrder, plainLoad} from './emit-memory.ts';
import {
	accessClasses,
	accessKinds,
	classShift,
	failureKinds,
	getGlobal,
	getLocal,
	helpers,
	recordedWrite,
	type StepContext,
} from './emit-step-context.ts';
import type {StepAccess, StepAwait, StepPlace} from './emit-step-lower.ts';

/** Makes the statements that leave a function which stops at the given place: they save its registers. */
export type EmitLeave = () => Expression[];

/** Statements of an access; `leave` is what a stop before it does. */
export function emitStepAccess(f: StepContext, step: StepAccess, leave: EmitLeave): Expression[] {
	const {access, place} = step;
	const statements: Expression[] = [];
	const address = addressOf(f, place);
	if (step.visibility !== 'private') {
		const stop = stopUnlessPassed(f, address, step, leave);
		statements.push(...emitConstantCheck(f, step, address));
		statements.push(f.module.if(isVisible(f, step, address), stop));
	}
	const mayFail = place.kind === 'translated' && place.mayFail;
	const done = perform(f, step, address);
	if (!mayFail) return [...statements, ...done];
	const nothing = registersOf(access).map(register =>
		f.module.local.set(register, constant(f.module, registerType(f, register), 0)),
	);
	return [...statements, f.module.if(address(), f.module.block(null, done), f.module.block(null, nothing))];
}

/** Statements of waiting for a word of memory: a load that is done only once the word is as wanted. */
export function emitAwait(f: StepContext, step: StepAwait, leave: EmitLeave): Expression[] {
	const m = f.module;
	const address = (): Expression => narrowAddress(f, emitOperand(f, step.address, f.pointer));
	const wanted = (): Expression => inMemoryOrder(f, 32, emitOperand(f, step.value, 'i32'));
	const isThere = m.i32[step.mode === 1 ? 'eq' : 'ne'](m.i32.load(0, 4, address()), wanted());
	const pass = m.call(helpers.pass, [address(), m.i32.const(step.site), m.i32.const(4)], f.api.i32);
	const pending = [
		accessKinds.indexOf('load'),
		address(),
		4,
		step.site,
		m.i32.const(1),
		step.mode,
		wanted(),
	] as const;
	return [m.if(m.if(isThere, pass, m.i32.const(1)), m.block(null, [...emitStop(f, pending), ...leave()]))];
}

/** What `helpers.stop` is told after the frame: kind, address, bytes, site, choices, wait mode, wait value. */
export type Pending = readonly [
	kind: number,
	address: Expression,
	bytes: number,
	site: number,
	choices: Expression,
	waitMode: number,
	waitValue: Expression,
];

/** The statement that makes the CPU stop; the function has to save its registers and leave after it. */
export function emitStop(
	f: StepContext,
	[kind, address, bytes, site, choices, waitMode, waitValue]: Pending,
): Expression[] {
	const m = f.module;
	const i = (value: number): Expression => m.i32.const(value);
	const args = [
		getLocal(f, f.frameLocal()),
		i(kind),
		address,
		i(bytes),
		i(site),
		choices,
		i(waitMode),
		waitValue,
	];
	return [m.call(helpers.stop, args, f.api.none)];
}

function stopUnlessPassed(
	f: StepContext,
	address: Value,
	{access, site}: StepAccess,
	leave: EmitLeave,
): Expression {
	const m = f.module;
	const kind = access.op === 'load' || access.op === 'store' ? access.op : 'update';
	const extent = access.width / 8 + (access.op === 'load' ? 0 : recordedWrite);
	const pending: Pending = [
		accessKinds.indexOf(kind),
		address(),
		access.width / 8,
		site,
		m.i32.const(1),
		0,
		m.i32.const(0),
	];
	return m.if(
		m.call(helpers.pass, [address(), m.i32.const(site), m.i32.const(extent)], f.api.i32),
		m.block(null, [...emitStop(f, pending), ...leave()]),
	);
}

/** A store to memory that is constant by now is a failure; the CPU goes on. */
function emitConstantCheck(f: StepContext, {access, site}: StepAccess, address: Value): Expression[] {
	if (access.op === 'load') return [];
	const m = f.module;
	const kind = m.i32.const(failureKinds.indexOf('forbidden-store'));
	const isForbidden = m.i32.and(classOf(f, address), m.i32.const(accessClasses.constant));
	return [
		m.if(isForbidden, m.call(helpers.fail, [kind, address(), m.i32.const(0), m.i32.const(site)], f.api.none)),
	];
}

/** The byte of the class map for an address. */
function classOf(f: StepContext, address: Value): Expression {
	const m = f.module;
	return m.i32.load8_u(f.layout.classBase, 1, m.i32.shr_u(address(), m.i32.const(classShift)));
}

/** Everything but the CPU's own stack, quiet memory, constants that are loaded, and an access that is not done. */
function isVisible(f: StepContext, {access, place}: StepAccess, address: Value): Expression {
	const m = f.module;
	const quiet = access.op === 'load' ? accessClasses.quietLoad : accessClasses.quietStore;
	const tests = [
		m.i32.ge_u(m.i32.sub(address(), getGlobal(f, 'stackLow')), getGlobal(f, 'privateBytes')),
		m.i32.eqz(m.i32.and(classOf(f, address), m.i32.const(quiet))),
	];
	if (access.op === 'load' && f.program.constantEnd > f.program.initialAddress) {
		tests.push(m.i32.ge_u(address(), m.i32.const(f.program.constantEnd)));
	} else if (place.kind === 'translated' && place.mayFail) {
		tests.push(m.i32.ne(address(), m.i32.const(0)));
	}
	return tests.reduce((all, test) => m.i32.and(all, test));
}

function addressOf(f: StepContext, place: StepPlace): Value {
	const m = f.module;
	switch (place.kind) {
		case 'frame': {
			const offset = (f.frame.offsets[place.slot] ?? 0) + place.offset;
			return () => m.i32.add(getLocal(f, f.frameLocal()), m.i32.const(offset));
		}
		case 'data':
			return () => m.i32.const(place.address);
		case 'pointer':
			return () => narrowAddress(f, emitOperand(f, place.operand, f.pointer));
		case 'translated':
			return () => getLocal(f, place.register);
	}
}

function registersOf(access: StepAccess['access']): number[] {
	switch (access.op) {
		case 'store':
			return [];
		case 'cmpxchg':
			return [access.to, access.success];
		default:
			return [access.to];
	}
}

function perform(f: StepContext, {access}: StepAccess, address: Value): Expression[] {
	const m = f.module;
	const {width} = access;
	const type = typeOfWidth(width);
	const load = (): Expression =>
		plainLoad(f, {...access, op: 'load', to: 0}, {before: [], base: address, offset: 0, mayFail: false});
	const store = (value: Expression): Expression =>
		m.call(storeHelper(width), [address(), inMemoryOrder(f, width, value)], f.api.none);
	switch (access.op) {
		case 'load':
			return [m.local.set(access.to, load())];
		case 'store':
			return [store(emitOperand(f, access.value, type))];
		case 'rmw': {
			// The result may go to the register of the address or of the operand.
			const old = f.scratch(type);
			const getOld: Value = () => getLocal(f, old, type);
			return [
				m.local.set(old, load()),
				store(combine(f, access.operator, width, getOld, () => emitOperand(f, access.value, type))),
				m.local.set(access.to, getOld()),
			];
		}
		case 'cmpxchg': {
			const old = f.scratch(type);
			const success = f.scratch('i32');
			const getOld: Value = () => getLocal(f, old, type);
			return [
				m.local.set(old, load()),
				m.local.set(success, m[type].eq(getOld(), emitOperand(f, access.expected, type))),
				m.if(getLocal(f, success), store(emitOperand(f, access.replacement, type))),
				m.local.set(access.success, getLocal(f, success)),
				m.local.set(access.to, getOld()),
			];
		}
	}
}

function storeHelper(width: StepAccess['access']['width']): string {
	switch (width) {
		case 8:
			return helpers.store8;
		case 16:
			return helpers.store16;
		case 32:
			return helpers.store32;
		case 64:
			return helpers.store64;
	}
}

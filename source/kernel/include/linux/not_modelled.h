/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NOT_MODELLED_H
#define _LINUX_NOT_MODELLED_H

/*
 * Marks what the lab has no model of: a use of it does not compile, and the message says why. A declaration that did nothing
 * would let a verdict speak of something that never happened.
 */
#define __not_modelled(what)	__attribute__((__unavailable__("the lab does not model " what)))
/* A function with any arguments. */
#define __not_modelled_call(name, what)	void name(...) __attribute__((__overloadable__)) __not_modelled(what)

#endif

/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_COMPLETION_H
#define _LINUX_COMPLETION_H

#include <linux/not_modelled.h>

#define __COMPLETIONS		"completions; a CPU has one task, which spins or goes on"

struct __not_modelled(__COMPLETIONS) completion { int nothing; };

__not_modelled_call(init_completion, __COMPLETIONS);
__not_modelled_call(reinit_completion, __COMPLETIONS);
__not_modelled_call(wait_for_completion, __COMPLETIONS);
__not_modelled_call(complete, __COMPLETIONS);
__not_modelled_call(complete_all, __COMPLETIONS);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SEQLOCK_H
#define _LINUX_SEQLOCK_H

#include <linux/not_modelled.h>

#define __SEQUENCE_LOCKS	"sequence locks"

typedef struct { int nothing; } seqlock_t __not_modelled(__SEQUENCE_LOCKS);
typedef struct { int nothing; } seqcount_t __not_modelled(__SEQUENCE_LOCKS);

__not_modelled_call(seqlock_init, __SEQUENCE_LOCKS);
__not_modelled_call(seqcount_init, __SEQUENCE_LOCKS);
__not_modelled_call(read_seqbegin, __SEQUENCE_LOCKS);
__not_modelled_call(read_seqretry, __SEQUENCE_LOCKS);
__not_modelled_call(read_seqcount_begin, __SEQUENCE_LOCKS);
__not_modelled_call(read_seqcount_retry, __SEQUENCE_LOCKS);
__not_modelled_call(write_seqlock, __SEQUENCE_LOCKS);
__not_modelled_call(write_sequnlock, __SEQUENCE_LOCKS);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

#include <ptelab/lab.h>

#define get_random_u32()	lab_random()
#define get_random_u32_below(ceil) (lab_random() % (ceil))

#endif

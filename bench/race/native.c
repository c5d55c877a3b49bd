// SPDX-License-Identifier: MIT
/*
 * Runs the lab's kernel as a native program: one thread per CPU, the machine's memory at a low address, the compiler's
 * intrinsics as functions. Prints the seconds that the given number of operations per CPU took, and the counters that show
 * that the work was done.
 *
 * usage: native CPUS OPERATIONS SEED
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MEMORY_START	0x10000000ul
#define MEMORY_BYTES	(48ul << 20)

extern void machine_boot(unsigned int nr_cpus, unsigned int seed);
extern void cpu_online(unsigned int cpu);
extern unsigned int cpu_run(unsigned int operations);
extern uint64_t lab_counters[8][64];

static __thread unsigned int this_number;
static unsigned int operations;
static pthread_barrier_t barrier;

unsigned int __ptelab_cpu(void)
{
	return this_number;
}

unsigned int __ptelab_variant(void)
{
	return 0;
}

void __ptelab_trap(unsigned int code, unsigned int argument)
{
	fprintf(stderr, "trap %u %u on CPU %u\n", code, argument, this_number);
	exit(1);
}

void __ptelab_wait(unsigned int *word, unsigned int expected, unsigned int microseconds)
{
	struct timespec timeout = {
		.tv_sec = microseconds / 1000000,
		.tv_nsec = microseconds % 1000000 * 1000l,
	};

	syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, &timeout, NULL, 0);
}

void __ptelab_wake(unsigned int *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1 << 30, NULL, NULL, 0);
}

unsigned long __ptelab_static_end(void)
{
	return MEMORY_START;
}

unsigned long __ptelab_memory_end(void)
{
	return MEMORY_START + MEMORY_BYTES;
}

static void *run(void *argument)
{
	this_number = (unsigned int)(uintptr_t)argument;
	cpu_online(this_number);
	pthread_barrier_wait(&barrier);
	cpu_run(operations);
	return NULL;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	unsigned int cpus, cpu;
	pthread_t threads[8];
	uint64_t installs = 0, scratch = 0;
	double begin;

	if (argc != 4)
		return 2;
	cpus = (unsigned int)atoi(argv[1]);
	operations = (unsigned int)atoi(argv[2]);
	if (mmap((void *)MEMORY_START, MEMORY_BYTES, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != (void *)MEMORY_START) {
		perror("mmap");
		return 1;
	}

	machine_boot(cpus, (unsigned int)atoi(argv[3]));
	pthread_barrier_init(&barrier, NULL, cpus + 1);
	for (cpu = 0; cpu < cpus; cpu++)
		pthread_create(&threads[cpu], NULL, run, (void *)(uintptr_t)cpu);
	pthread_barrier_wait(&barrier);
	begin = seconds();
	for (cpu = 0; cpu < cpus; cpu++)
		pthread_join(threads[cpu], NULL);
	begin = seconds() - begin;

	for (cpu = 0; cpu < cpus; cpu++) {
		installs += lab_counters[cpu][COUNTER_installs];
		scratch += lab_counters[cpu][COUNTER_scratch_installs];
	}
	printf("{\"seconds\":%.6f,\"installs\":%llu,\"scratch\":%llu}\n", begin, (unsigned long long)installs,
	       (unsigned long long)scratch);
	return 0;
}

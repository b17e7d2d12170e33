// What is measured with: a clock, CPU time of processes, and a histogram of times.
#ifndef METERS_H
#define METERS_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

/** CPU seconds of this process, user and system. */
static double own_cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/** CPU seconds of another process, user and system, all its threads; 0 where it is gone. */
static double cpu_of(int pid) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  size_t length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[length] = 0;
  // The name of the process stands in parentheses and may hold anything, so count from the last one.
  const char *rest = strrchr(text, ')');
  unsigned long user = 0, system = 0;
  if (!rest || sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2) return 0;
  return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

// Buckets of 1/64 of a power of two, so that a percentile is right to 1.6 %.
enum { SUB_BITS = 6, BUCKETS = 64 << SUB_BITS };
static uint64_t histogram[BUCKETS];
static uint64_t histogram_count;

static void record(uint64_t ns) {
  uint32_t bucket = (uint32_t)ns;
  if (ns >= 1u << SUB_BITS) {
    int shift = 63 - __builtin_clzll(ns) - SUB_BITS;
    bucket = ((uint32_t)(shift + 1) << SUB_BITS) + (uint32_t)((ns >> shift) & ((1u << SUB_BITS) - 1));
  }
  histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
  histogram_count++;
}

static void clear_histogram(void) {
  memset(histogram, 0, sizeof histogram);
  histogram_count = 0;
}

/** Milliseconds below which `share` of what was recorded lies; 0 where nothing was. */
static double percentile_ms(double share) {
  uint64_t wanted = (uint64_t)((double)histogram_count * share), seen = 0;
  for (uint32_t bucket = 0; bucket < BUCKETS; bucket++) {
    seen += histogram[bucket];
    if (seen <= wanted && !(seen == histogram_count && seen > 0)) continue;
    if (bucket < 1u << SUB_BITS) return (double)bucket / 1e6;
    uint32_t shift = (bucket >> SUB_BITS) - 1;
    return (double)((uint64_t)((bucket & ((1u << SUB_BITS) - 1)) + (1u << SUB_BITS)) << shift) / 1e6;
  }
  return 0;
}

#endif
